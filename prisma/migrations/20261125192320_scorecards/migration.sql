-- AlterTable
ALTER TABLE "event" ADD COLUMN     "fired_params" JSON;

-- AlterTable
ALTER TABLE "trigger" ADD COLUMN     "conditions" JSON NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "workspace" ADD COLUMN     "score_max" INTEGER NOT NULL DEFAULT 1000;

-- CreateTable
CREATE TABLE "scorecard" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "name" TEXT,
    "kind" TEXT NOT NULL,
    "followed" BOOLEAN NOT NULL DEFAULT false,
    "tier" TEXT,
    "labels" TEXT[],
    "attributes" JSON NOT NULL DEFAULT '{}',
    "last_at" TIMESTAMPTZ(3),
    "score" DOUBLE PRECISION,
    "factors" JSON NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "scorecard_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "observation" (
    "scorecard_id" TEXT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "score" DOUBLE PRECISION,
    "factors" JSON,
    "issues" JSON,
    "breach" JSON,
    "evaluate" BOOLEAN NOT NULL DEFAULT true,
    "outcome" TEXT NOT NULL DEFAULT 'pending',
    "batch_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "observation_pkey" PRIMARY KEY ("scorecard_id","observed_at")
);

-- CreateTable
CREATE TABLE "score_batch" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "event_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "score_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "portfolio" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "portfolio_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "portfolio_member" (
    "portfolio_id" TEXT NOT NULL,
    "scorecard_id" TEXT NOT NULL,

    CONSTRAINT "portfolio_member_pkey" PRIMARY KEY ("portfolio_id","scorecard_id")
);

-- CreateIndex
CREATE INDEX "scorecard_workspace_id_id_idx" ON "scorecard"("workspace_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "scorecard_workspace_id_domain_key" ON "scorecard"("workspace_id", "domain");

-- CreateIndex
CREATE INDEX "observation_pending" ON "observation"("batch_id", "position") WHERE (outcome = 'pending');

-- CreateIndex
CREATE INDEX "score_batch_workspace_id_seq_idx" ON "score_batch"("workspace_id", "seq");

-- CreateIndex
CREATE INDEX "portfolio_workspace_id_id_idx" ON "portfolio"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "portfolio_member_scorecard_id_idx" ON "portfolio_member"("scorecard_id");

-- AddForeignKey
ALTER TABLE "scorecard" ADD CONSTRAINT "scorecard_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "observation" ADD CONSTRAINT "observation_scorecard_id_fkey" FOREIGN KEY ("scorecard_id") REFERENCES "scorecard"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "portfolio" ADD CONSTRAINT "portfolio_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "portfolio_member" ADD CONSTRAINT "portfolio_member_portfolio_id_fkey" FOREIGN KEY ("portfolio_id") REFERENCES "portfolio"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "portfolio_member" ADD CONSTRAINT "portfolio_member_scorecard_id_fkey" FOREIGN KEY ("scorecard_id") REFERENCES "scorecard"("id") ON DELETE CASCADE ON UPDATE CASCADE;
