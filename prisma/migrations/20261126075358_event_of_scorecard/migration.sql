-- CreateIndex
CREATE INDEX "event_of_scorecard" ON "event"("workspace_id", lower("scorecard"), "id") WHERE scorecard IS NOT NULL;
