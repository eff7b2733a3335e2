-- AlterTable
ALTER TABLE "delivery" DROP COLUMN "waiting_for";
