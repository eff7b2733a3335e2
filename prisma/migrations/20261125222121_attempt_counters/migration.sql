-- AlterTable
ALTER TABLE "attempt" ADD COLUMN     "tallied" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "attempt_tally" (
    "id" BIGSERIAL NOT NULL,
    "entries" JSON NOT NULL,

    CONSTRAINT "attempt_tally_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt_counter" (
    "integration_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "succeeded" INTEGER NOT NULL,
    "status_4xx" INTEGER NOT NULL,
    "status_5xx" INTEGER NOT NULL,
    "no_answer" INTEGER NOT NULL,
    "other" INTEGER NOT NULL,
    "latencies" INTEGER[],

    CONSTRAINT "attempt_counter_pkey" PRIMARY KEY ("integration_id","at")
);

-- CreateTable
CREATE TABLE "counter_rebuild" (
    "lower" TEXT NOT NULL,
    "upper" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "counter_rebuild_pkey" PRIMARY KEY ("lower")
);

-- CreateIndex
CREATE INDEX "attempt_counter_at_idx" ON "attempt_counter"("at");
