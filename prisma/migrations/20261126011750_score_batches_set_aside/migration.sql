-- AlterTable
ALTER TABLE "score_batch" ADD COLUMN     "error" TEXT,
ADD COLUMN     "set_aside_at" TIMESTAMPTZ(3),
ADD COLUMN     "tries" SMALLINT NOT NULL DEFAULT 0;
