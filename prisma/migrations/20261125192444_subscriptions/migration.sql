-- AlterTable
ALTER TABLE "integration" ADD COLUMN     "asked_events" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "uuid" UUID NOT NULL DEFAULT gen_random_uuid();

-- CreateIndex
CREATE UNIQUE INDEX "integration_uuid_key" ON "integration"("uuid");
