import type { EventType } from '@/lib/catalogue/event-type'
import { AWKWARD_TEXT, LONG_TEXT, makeEventType } from '@/lib/catalogue/make-event-type'
import { SEVERITIES } from '@/lib/catalogue/risk-order'

/** Typosquatting domains, vulnerabilities and risks of UpGuard's integrations. */
export const exposureEventTypes: readonly EventType[] = [
  makeEventType({
    key: 'TyposquatRegistered',
    label: 'When a typosquatting domain becomes registered',
    category: 'typosquatting',
    contextSchema: {
      type: 'object',
      properties: {
        Domain: { type: ['string', 'null'], description: 'Your domain' },
        Typosquat: { type: ['string', 'null'], description: 'The domain that looks like it' },
        RegisteredAt: { type: ['string', 'null'], description: 'When it was registered' },
        Registrar: { type: ['string', 'null'], description: 'Who registered it' },
      },
    },
    descriptionTemplate:
      'The typosquatting domain ' +
      "{% if notification.context.Typosquat %}'{{ notification.context.Typosquat }}' {% endif %}" +
      "{% if notification.context.Domain %}of '{{ notification.context.Domain }}' {% endif %}became registered",
    sample: {
      id: 38,
      description: "The typosquatting domain 'examp1e.com' of 'example.com' became registered",
      occurredAt: '2020-07-03T00:00:00Z',
      context: {
        Domain: 'example.com',
        Typosquat: 'examp1e.com',
        RegisteredAt: '2020-07-02',
        Registrar: 'Example Registrar',
      },
    },
    edgeContext: { Domain: null, Typosquat: AWKWARD_TEXT, Registrar: '', Note: LONG_TEXT, NameServers: [] },
  }),
  makeEventType({
    key: 'VulnerabilitiesDetected',
    label: 'When new vulnerabilities are detected on a domain or IP',
    category: 'vulnerabilities',
    contextSchema: {
      type: 'object',
      properties: {
        Hostname: { type: ['string', 'null'], description: 'The domain or IP address' },
        Vulnerabilities: {
          type: ['array', 'null'],
          description: 'What was found',
          items: {
            type: 'object',
            properties: {
              ID: { type: ['string', 'null'], description: 'CVE number' },
              Severity: { type: ['string', 'null'], description: 'info, low, medium, high or critical' },
              CVSS: { type: ['number', 'null'], description: 'CVSS score' },
            },
          },
        },
      },
    },
    descriptionTemplate:
      '{% assign count = notification.context.Vulnerabilities.size %}' +
      '{% if count == 1 %}A new vulnerability was{% elsif count > 1 %}{{ count }} new vulnerabilities were' +
      '{% else %}New vulnerabilities were{% endif %} detected on ' +
      "{% if notification.context.Hostname %}'{{ notification.context.Hostname }}'{% else %}a domain or IP{% endif %}",
    sample: {
      id: 39,
      description: "2 new vulnerabilities were detected on 'shop.example.com'",
      occurredAt: '2020-07-04T12:15:30.75Z',
      context: {
        Hostname: 'shop.example.com',
        Vulnerabilities: [
          { ID: 'CVE-2020-0001', Severity: 'high', CVSS: 7.8 },
          { ID: 'CVE-2020-0002', Severity: 'medium', CVSS: 5.3 },
        ],
      },
    },
    edgeContext: { Hostname: AWKWARD_TEXT, Vulnerabilities: [], Note: LONG_TEXT, Owner: null },
  }),
  makeEventType({
    key: 'RisksAdded',
    label: 'When risks are added to my domains and IPs',
    category: 'vulnerabilities',
    params: {
      type: 'object',
      properties: {
        minSeverity: {
          type: 'string',
          enum: SEVERITIES,
          default: 'info',
          title: 'Minimum severity',
          description: 'Less severe risks are not sent',
        },
      },
      additionalProperties: false,
    },
    contextSchema: {
      type: 'object',
      properties: {
        Severity: { type: ['string', 'null'], description: 'The highest severity among the risks' },
        Risks: {
          type: ['array', 'null'],
          description: 'The new risks',
          items: {
            type: 'object',
            properties: {
              Name: { type: ['string', 'null'], description: 'What the risk is' },
              Severity: { type: ['string', 'null'], description: 'info, low, medium, high or critical' },
              Hostname: { type: ['string', 'null'], description: 'The domain or IP address' },
            },
          },
        },
      },
    },
    descriptionTemplate:
      '{% assign count = notification.context.Risks.size %}' +
      '{% if count == 1 %}A risk was{% elsif count > 1 %}{{ count }} risks were{% else %}Risks were{% endif %}' +
      ' added to your domains and IPs' +
      '{% if notification.context.Severity %} (up to {{ notification.context.Severity }}){% endif %}',
    sample: {
      id: 40,
      description: '2 risks were added to your domains and IPs (up to high)',
      occurredAt: '2020-07-05T03:02:01.000000009Z',
      context: {
        Severity: 'high',
        Risks: [
          { Name: 'Certificate expired', Severity: 'high', Hostname: 'shop.example.com' },
          { Name: 'SPF record missing', Severity: 'low', Hostname: 'example.com' },
        ],
      },
    },
    edgeContext: {
      Severity: 'critical',
      Risks: [{ Name: AWKWARD_TEXT, Severity: null, Hostname: LONG_TEXT, Tags: [] }],
      Owner: null,
    },
  }),
]
