-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateIndex
CREATE INDEX "outbox_due_at_idx" ON "outbox"("due_at");
