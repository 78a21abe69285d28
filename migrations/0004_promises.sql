-- Promises: what a reply binds us to, who keeps it, what we mean and what we named. Made by an approval.

ALTER TABLE reply ADD COLUMN promise_internal TEXT;  -- YYYY-MM-DD: when we mean to be done, before promise_by
ALTER TABLE reply ADD COLUMN promise_owner TEXT;     -- id of the person who keeps it

CREATE TABLE promise (
    id TEXT PRIMARY KEY,
    thread_id TEXT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    approval_id TEXT NOT NULL UNIQUE REFERENCES approval (id) ON DELETE CASCADE,
    owner_id TEXT NOT NULL REFERENCES person (id),
    what TEXT NOT NULL,                    -- our words that bind us
    named BOOLEAN NOT NULL,                -- the text names a date; FALSE: «вернёмся» and no date
    internal_by BIGINT NOT NULL,           -- what we mean
    public_by BIGINT NOT NULL,             -- what the author was told; after internal_by
    state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'broken', 'void')),
                                           -- broken: replaced when it was late; void: never public, or replaced in time
    made_at BIGINT NOT NULL,
    ended_at BIGINT,                       -- when it was kept, broken or void
    reported_at BIGINT,                    -- the author was told that it is done
    follow_up_at BIGINT,                   -- when the author is asked whether all is well
    followed_up_at BIGINT,
    follow_up TEXT CHECK (follow_up IN ('well', 'again', 'silent')),
    level BIGINT NOT NULL DEFAULT 0,       -- who was told: 0 nobody, 1 its owner, 2 the lead, 3 the owners of the business
    asked BOOLEAN NOT NULL DEFAULT FALSE,  -- its owner was reminded of the follow-up
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (internal_by < public_by)
);
CREATE INDEX promise_open ON promise (internal_by) WHERE state = 'open';
CREATE INDEX promise_follow_up ON promise (follow_up_at) WHERE state = 'kept' AND followed_up_at IS NULL;
CREATE INDEX promise_thread ON promise (thread_id);
