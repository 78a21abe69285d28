-- A person's correction of what the judge read: what is NULL was not corrected. The texts stay in `review`, so an
-- erased author is forgotten here too.
CREATE TABLE correction (
    review_id TEXT PRIMARY KEY REFERENCES review (id) ON DELETE CASCADE,
    person_id TEXT REFERENCES person (id),
    at BIGINT NOT NULL,
    sentiment TEXT CHECK (sentiment IN ('negative', 'neutral', 'positive')),
    urgency TEXT CHECK (urgency IN ('critical', 'high', 'normal', 'low')),
    topics TEXT                            -- JSON array of topics
);
CREATE INDEX correction_at ON correction (at);
