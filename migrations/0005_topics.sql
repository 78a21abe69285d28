-- Subjects of complaints, one card for each subject and location: who mends it, when it was mended, and
-- that it came back.

CREATE TABLE topic_card (
    topic TEXT NOT NULL,
    location TEXT NOT NULL,                -- '': sources without a location
    owner_id TEXT REFERENCES person (id),
    fixed_on TEXT,                         -- YYYY-MM-DD at the location
    fixed_at BIGINT,                       -- end of that day: who complains later says that it is back; NULL: open
    reopened_at BIGINT,
    reopened BIGINT NOT NULL DEFAULT 0,    -- how often it came back
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (topic, location)
);
CREATE INDEX topic_fixed ON topic_card (fixed_at) WHERE fixed_at IS NOT NULL;
