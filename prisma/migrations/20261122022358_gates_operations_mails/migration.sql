-- CreateEnum
CREATE TYPE "operation_status" AS ENUM ('running', 'done', 'cancelled');

-- CreateEnum
CREATE TYPE "mail_status" AS ENUM ('queued', 'sent', 'kept', 'failed');

-- CreateTable
CREATE TABLE "integration_gate" (
    "integration_id" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMPTZ(3),
    "last_failed_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "warned_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3),
    "probes" SMALLINT NOT NULL DEFAULT 0,
    "probe_at" TIMESTAMPTZ(3),
    "rate_free_at" TIMESTAMPTZ(3),
    "permits" JSONB NOT NULL DEFAULT '{}',
    "permit_version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "integration_gate_pkey" PRIMARY KEY ("integration_id")
);

-- CreateTable
CREATE TABLE "operation" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "integration_id" TEXT,
    "filter" JSON NOT NULL,
    "body" TEXT NOT NULL,
    "status" "operation_status" NOT NULL DEFAULT 'running',
    "total" INTEGER NOT NULL,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "cursor" TEXT,
    "up_to" TEXT NOT NULL,
    "error" TEXT,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "once" TEXT NOT NULL,
    "status" "mail_status" NOT NULL DEFAULT 'queued',
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metric" (
    "key" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "metric_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" TEXT NOT NULL,
    "event" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "integration_gate_failing" ON "integration_gate"("failing_since") WHERE (failing_since IS NOT NULL);

-- CreateIndex
CREATE INDEX "operation_workspace_id_id_idx" ON "operation"("workspace_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "mail_once_key" ON "mail"("once");

-- CreateIndex
CREATE INDEX "mail_workspace_id_id_idx" ON "mail"("workspace_id", "id");
