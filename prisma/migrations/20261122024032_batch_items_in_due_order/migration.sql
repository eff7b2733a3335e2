-- DropIndex
DROP INDEX "runner_batch_item_fn_key_id_idx";

-- CreateIndex
CREATE INDEX "runner_batch_item_fn_key_at_id_idx" ON "runner_batch_item"("fn", "key", "at", "id");
