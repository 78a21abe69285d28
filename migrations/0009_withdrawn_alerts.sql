-- When a person's correction took the urgency, and with it the alert, away again.
ALTER TABLE alert ADD COLUMN withdrawn_at BIGINT;
