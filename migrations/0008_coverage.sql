-- Does a source see? What the daemon keeps to tell (domain/health.rs).

CREATE TABLE coverage (
    source_id TEXT PRIMARY KEY REFERENCES source (id) ON DELETE CASCADE,
    concerns TEXT NOT NULL,                -- JSON array of health::Concern, the worst first
    since BIGINT,                          -- since when it is not green
    counter_off_since BIGINT,              -- since when our count and the counter differ
    shape TEXT NOT NULL,                   -- JSON of health::shape::Shape: first pages so far
    drift BIGINT NOT NULL,                 -- score of the last first page, percent
    known BIGINT NOT NULL,                 -- oldest reachable reviews that the last full pass looked for
    found BIGINT NOT NULL,                 -- of them found
    known_at BIGINT,                       -- when
    lost BIGINT NOT NULL,                  -- full passes in a row without any of them
    canary TEXT CHECK (canary IN ('well', 'gone', 'silent')), -- the other place asked when this one seemed gone
    canary_at BIGINT
);

-- Answers of a source's platform by class of status (2xx, 304, 429 …) and UTC day, kept for 30 days.
CREATE TABLE http_tally (
    source_id TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    class TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (source_id, day, class)
);

-- The newest reviews by when they were written, for the rhythm of a source.
CREATE INDEX review_written ON review (source_id, (COALESCE(created_at, first_seen_at)));
