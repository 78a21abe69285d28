-- The case library: replies that a person approved and that went live, with what came of them; and an
-- inverted index of their reviews' terms (src/domain/stem.rs). Rows go with their thread.

CREATE TABLE past_case (
    thread_id TEXT PRIMARY KEY REFERENCES thread (id) ON DELETE CASCADE,
    location TEXT,
    topics TEXT NOT NULL,                  -- JSON array, as in review
    reply TEXT NOT NULL,                   -- the approved text, as it went live
    rating BIGINT,                         -- stars when it was answered
    length BIGINT NOT NULL,                -- number of different terms
    live_at BIGINT NOT NULL,
    outcome TEXT CHECK (outcome IN ('raised', 'thanked', 'removed', 'reopened')), -- what the author did then
    outcome_at BIGINT
);
CREATE INDEX past_case_outcome ON past_case (outcome_at) WHERE outcome IS NOT NULL;

CREATE TABLE case_term (
    term TEXT NOT NULL,
    thread_id TEXT NOT NULL REFERENCES past_case (thread_id) ON DELETE CASCADE,
    times BIGINT NOT NULL,
    PRIMARY KEY (term, thread_id)
);
CREATE INDEX case_term_thread ON case_term (thread_id, term);

-- What an author wrote before.
CREATE INDEX review_author ON review (author_id, source_id) WHERE author_id IS NOT NULL;
