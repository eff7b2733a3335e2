-- CreateEnum
CREATE TYPE "execution_status" AS ENUM ('running', 'succeeded', 'failed', 'cancelled');

-- AlterTable
ALTER TABLE "delivery_body" ADD COLUMN     "scope" JSON;

-- AlterTable
ALTER TABLE "integration" ADD COLUMN     "rule_id" TEXT,
ADD COLUMN     "rule_position" SMALLINT;

-- CreateTable
CREATE TABLE "rule" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "owner_email" TEXT,
    "event" JSON NOT NULL,
    "scope" JSON NOT NULL,
    "conditions" JSON NOT NULL DEFAULT '[]',
    "policy" JSON NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule_execution" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "event_id" TEXT,
    "test" BOOLEAN NOT NULL DEFAULT false,
    "status" "execution_status" NOT NULL DEFAULT 'running',
    "position" SMALLINT NOT NULL DEFAULT 0,
    "steps" JSON NOT NULL,
    "context" JSON,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "rule_execution_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule_request" (
    "execution_id" TEXT NOT NULL,
    "position" SMALLINT NOT NULL,
    "delivery_id" TEXT NOT NULL,

    CONSTRAINT "rule_request_pkey" PRIMARY KEY ("execution_id","position")
);

-- CreateIndex
CREATE INDEX "rule_workspace_id_id_idx" ON "rule"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "rule_execution_rule_id_id_idx" ON "rule_execution"("rule_id", "id");

-- CreateIndex
CREATE INDEX "rule_execution_running" ON "rule_execution"("id") WHERE (status = 'running');

-- CreateIndex
CREATE UNIQUE INDEX "rule_execution_event_id_rule_id_key" ON "rule_execution"("event_id", "rule_id");

-- CreateIndex
CREATE UNIQUE INDEX "rule_request_delivery_id_key" ON "rule_request"("delivery_id");

-- CreateIndex
CREATE INDEX "integration_of_rule" ON "integration"("rule_id") WHERE (rule_id IS NOT NULL);

-- AddForeignKey
ALTER TABLE "integration" ADD CONSTRAINT "integration_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule" ADD CONSTRAINT "rule_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
