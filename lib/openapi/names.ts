import type * as z from 'zod'
import { passwordChange, revokedSessions, sessionView } from '@/lib/contracts/account'
import { apiKey, apiKeyInput, madeApiKey } from '@/lib/contracts/api-key'
import { auditEntry } from '@/lib/contracts/audit'
import { attempt, delivery, deliveryCounts, deliveryDetail, resendInput, resent, testResult } from '@/lib/contracts/delivery'
import { draft, draftInput, draftPatch } from '@/lib/contracts/draft'
import { acceptedEvents, event, eventBatch, eventDetail, eventOutcome, eventsInput, listedEvent, newEvent, sample } from '@/lib/contracts/event'
import { eventType, eventTypeInput, eventTypePatch, ownEventType } from '@/lib/contracts/event-type'
import { inbox, inboxAnswer, inboxPatch, inboxRequest, inboxRequestDetail, inboxSignature } from '@/lib/contracts/inbox'
import {
  auth, destination, enableInput, header, health, integration, integrationInput, integrationPatch, limits, policy, rotateSecretInput,
  secretView, signing, testInput, trigger, urlCheck, urlInput,
} from '@/lib/contracts/integration'
import { mail } from '@/lib/contracts/mail'
import { invitation, invitationInput, madeInvitation, member, memberPatch } from '@/lib/contracts/member'
import { bulkEstimate, bulkResendInput, operation, skippedEvents } from '@/lib/contracts/operation'
import { fieldError, problem } from '@/lib/contracts/problem'
import { executionStep, newRuleTestInput, rule, ruleExecution, ruleExecutionDetail, ruleInput, rulePatch, ruleStep, ruleTestInput, ruleTestResult } from '@/lib/contracts/rule'
import {
  acceptedScores, backtest, backtestInput, condition, memberInput, observation, portfolio, portfolioDetail, portfolioInput, portfolioPatch, ruleEvent,
  scoreEntry, scorecard, scorecardImport, scorecardInput, scorecardPatch, scorecardsImported, scoreScope, scoresInput,
} from '@/lib/contracts/scorecard'
import {
  attemptCounts, integrationsStats, integrationStats, integrationStatsPoint, recentHours, stats, statsPoint,
} from '@/lib/contracts/stats'
import { subscription, subscriptionDetail, subscriptionFieldErrors, subscriptionInput, subscriptionPage } from '@/lib/contracts/subscription'
import { previewInput, previewResult, templateProblem } from '@/lib/contracts/template'
import { newWorkspace, ownWorkspace, workspace, workspacePatch } from '@/lib/contracts/workspace'

/** Names of what is answered. Clients made from the document have types of these names: a name stays. */
export const answerNames: Readonly<Record<string, z.ZodType>> = {
  AcceptedEvents: acceptedEvents, Event: event, ListedEvent: listedEvent, EventOutcome: eventOutcome, EventDetail: eventDetail, EventType: eventType, OwnEventType: ownEventType, Sample: sample,
  Integration: integration, Health: health, DeliveryCounts: deliveryCounts, Secret: secretView, UrlCheck: urlCheck, Draft: draft,
  TestResult: testResult, PreviewResult: previewResult, TemplateProblem: templateProblem,
  Delivery: delivery, DeliveryDetail: deliveryDetail, Attempt: attempt, Resent: resent,
  Operation: operation, BulkEstimate: bulkEstimate, SkippedEvents: skippedEvents,
  Stats: stats, StatsPoint: statsPoint, IntegrationStats: integrationStats, IntegrationStatsPoint: integrationStatsPoint, AttemptCounts: attemptCounts,
  IntegrationsStats: integrationsStats, RecentHours: recentHours,
  Rule: rule, RuleExecution: ruleExecution, RuleExecutionDetail: ruleExecutionDetail, ExecutionStep: executionStep, RuleTestResult: ruleTestResult,
  AcceptedScores: acceptedScores, Backtest: backtest, ScorecardsImported: scorecardsImported, Scorecard: scorecard, Observation: observation, Portfolio: portfolio, PortfolioDetail: portfolioDetail,
  Subscription: subscription, SubscriptionPage: subscriptionPage, SubscriptionFieldErrors: subscriptionFieldErrors, SubscriptionError: subscriptionDetail,
  Inbox: inbox, InboxRequest: inboxRequest, InboxRequestDetail: inboxRequestDetail, InboxSignature: inboxSignature,
  Workspace: workspace, OwnWorkspace: ownWorkspace, Member: member, Invitation: invitation, MadeInvitation: madeInvitation,
  Session: sessionView, RevokedSessions: revokedSessions,
  ApiKey: apiKey, MadeApiKey: madeApiKey, Mail: mail, AuditEntry: auditEntry, Problem: problem, FieldError: fieldError,
}

/** Names of what is sent to us. */
export const bodyNames: Readonly<Record<string, z.ZodType>> = {
  NewEvent: newEvent, EventBatch: eventBatch, EventsInput: eventsInput, EventTypeInput: eventTypeInput, EventTypePatch: eventTypePatch, PreviewInput: previewInput,
  IntegrationInput: integrationInput, IntegrationPatch: integrationPatch, EnableInput: enableInput, RotateSecretInput: rotateSecretInput,
  TriggerInput: trigger, ConditionInput: condition, DestinationInput: destination, AuthInput: auth, HeaderInput: header, SigningInput: signing,
  PolicyInput: policy, LimitsInput: limits, UrlInput: urlInput, TestInput: testInput, DraftInput: draftInput, DraftPatch: draftPatch,
  ResendInput: resendInput, BulkResendInput: bulkResendInput,
  RuleInput: ruleInput, RulePatch: rulePatch, RuleStepInput: ruleStep, RuleTestInput: ruleTestInput, NewRuleTestInput: newRuleTestInput,
  ScoreEntry: scoreEntry, ScoresInput: scoresInput, ScorecardInput: scorecardInput, ScorecardPatch: scorecardPatch,
  ScorecardImport: scorecardImport, BacktestInput: backtestInput, RuleEvent: ruleEvent, ScoreScope: scoreScope,
  PortfolioInput: portfolioInput, PortfolioPatch: portfolioPatch, PortfolioMembersInput: memberInput,
  SubscriptionInput: subscriptionInput, WorkspacePatch: workspacePatch, NewWorkspace: newWorkspace, MemberPatch: memberPatch,
  InboxPatch: inboxPatch, InboxAnswer: inboxAnswer,
  InvitationInput: invitationInput, PasswordChange: passwordChange, ApiKeyInput: apiKeyInput,
}
