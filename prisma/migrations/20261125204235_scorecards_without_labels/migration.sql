-- Scorecards that came with their first score had no list of labels instead of an empty one.
UPDATE "scorecard" SET "labels" = '{}' WHERE "labels" IS NULL;

-- AlterTable
ALTER TABLE "scorecard" ALTER COLUMN "labels" SET DEFAULT ARRAY[]::TEXT[];
