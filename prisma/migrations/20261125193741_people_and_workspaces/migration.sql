-- CreateEnum
CREATE TYPE "invitation_status" AS ENUM ('pending', 'accepted', 'revoked');

-- DropForeignKey
ALTER TABLE "invitation" DROP CONSTRAINT "invitation_inviter_id_fkey";

-- DropIndex
DROP INDEX "invitation_workspace_id_idx";

-- Nothing could make invitations before.
DELETE FROM "invitation";

-- AlterTable
ALTER TABLE "invitation" DROP COLUMN "inviter_id",
ADD COLUMN     "invited_by" TEXT NOT NULL,
ADD COLUMN     "token_hash" BYTEA NOT NULL,
ALTER COLUMN "role" SET NOT NULL,
DROP COLUMN "status",
ADD COLUMN     "status" "invitation_status" NOT NULL DEFAULT 'pending';

-- AlterTable
ALTER TABLE "mail" ADD COLUMN     "secret_link" BYTEA,
ALTER COLUMN "workspace_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "session" ADD COLUMN     "last_active_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "user" ADD COLUMN     "two_factor_enabled" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "workspace" DROP COLUMN "logo",
DROP COLUMN "metadata",
ADD COLUMN     "retention_body_days" INTEGER,
ADD COLUMN     "retention_days" INTEGER;

-- DropTable
DROP TABLE "rate_limit";

-- CreateTable
CREATE TABLE "two_factor" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "backup_codes" TEXT NOT NULL,
    "verified" BOOLEAN NOT NULL DEFAULT true,
    "failed_verification_count" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "two_factor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "throttle" (
    "key" BYTEA NOT NULL,
    "count" INTEGER NOT NULL,
    "reset_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "throttle_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "two_factor_user_id_key" ON "two_factor"("user_id");

-- CreateIndex
CREATE INDEX "throttle_reset_at_idx" ON "throttle"("reset_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "invitation_workspace_id_id_idx" ON "invitation"("workspace_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_pending" ON "invitation"("workspace_id", "email") WHERE (status = 'pending');

-- AddForeignKey
ALTER TABLE "two_factor" ADD CONSTRAINT "two_factor_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
