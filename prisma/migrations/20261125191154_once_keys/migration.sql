-- CreateTable
CREATE TABLE "once_key" (
    "integration_id" TEXT NOT NULL,
    "key" BYTEA NOT NULL,
    "event_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "once_key_pkey" PRIMARY KEY ("integration_id","key")
);

-- CreateIndex
CREATE INDEX "once_key_used_at_idx" ON "once_key"("used_at");
