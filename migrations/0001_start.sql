-- One schema for SQLite and PostgreSQL. Ids are TEXT made by the program (UUID v7), instants BIGINT
-- milliseconds UTC, closed vocabularies TEXT with a CHECK. See README.md here for the dialect.

-- People come from the configuration; password and session epoch live only here.
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'suggester', 'on_call', 'viewer')),
    time_zone TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('ru', 'en')),
    locations TEXT NOT NULL,               -- JSON array of location names; ["*"] is all
    password_hash TEXT,                    -- argon2id, PHC string; NULL until the invitation is used
    active BOOLEAN NOT NULL DEFAULT TRUE,
    session_epoch BIGINT NOT NULL DEFAULT 0, -- raised by a password change: older sessions are dead
    created_at BIGINT NOT NULL
);

-- Server-side sessions of tower-sessions; the id is stored hashed.
CREATE TABLE session (
    id TEXT PRIMARY KEY,
    person_id TEXT,
    data TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_expires ON session (expires_at);

-- Wrong passwords, counted per account and per address.
CREATE TABLE attempt (
    key TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    window_from BIGINT NOT NULL
);

-- Invitations, password resets and the links in mails. Only the hash of the token is stored.
CREATE TABLE link (
    token_hash TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('invite', 'reset', 'approve', 'acknowledge')),
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    subject_id TEXT,                       -- reply or alert
    subject_hash TEXT,                     -- hash of the very text that the mail showed
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE location (
    name TEXT PRIMARY KEY,
    time_zone TEXT NOT NULL,
    hours TEXT NOT NULL,
    calendar TEXT
);

-- A source is its own schedule: due_at and the lease are claimed by one statement.
CREATE TABLE source (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    platform TEXT NOT NULL,
    place TEXT NOT NULL,                   -- JSON of adapters::Place
    location TEXT,
    every_ms BIGINT,                       -- NULL: adaptive
    history TEXT NOT NULL CHECK (history IN ('quiet', 'loud')),
    enabled BOOLEAN NOT NULL DEFAULT TRUE,
    reply_route TEXT NOT NULL CHECK (reply_route IN ('none', 'by_hand', 'api')),
    limit_max BIGINT,
    limit_unit TEXT,
    due_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL DEFAULT 0,
    lease_owner TEXT,
    attempt BIGINT NOT NULL DEFAULT 0,     -- fencing number of the lease
    resume TEXT,
    pass BIGINT NOT NULL DEFAULT 0,        -- completed full passes
    full_at BIGINT,                        -- end of the last full pass
    settled_at BIGINT,                     -- end of the first poll; before it history may be quiet
    health TEXT NOT NULL DEFAULT 'new' CHECK (health IN ('new', 'green', 'yellow', 'red')),
    outcome TEXT,                          -- last poll.outcome
    failure TEXT,                          -- JSON of adapters::Failure, NULL when well
    failing_since BIGINT,
    failures BIGINT NOT NULL DEFAULT 0,    -- in a row
    polled_at BIGINT,
    seen_at BIGINT,                        -- last good poll
    counter_count BIGINT,
    counter_rating DOUBLE PRECISION,
    created_at BIGINT NOT NULL
);
CREATE INDEX source_due ON source (due_at) WHERE enabled;

-- What the last answer of a page was, so that an unchanged one costs nothing.
CREATE TABLE page_memo (
    source_id TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    page TEXT NOT NULL,
    validators TEXT NOT NULL,              -- JSON of net::Memo
    next TEXT,
    ids TEXT NOT NULL,                     -- JSON array of the external ids on it
    complete BOOLEAN NOT NULL,
    newest_first BOOLEAN NOT NULL,
    PRIMARY KEY (source_id, page)
);

-- Bodies that could not be read, kept for the person who mends the adapter.
CREATE TABLE sample (
    id TEXT PRIMARY KEY,
    source_id TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    failure TEXT NOT NULL,
    content_type TEXT,
    body BYTEA NOT NULL
);
CREATE INDEX sample_source ON sample (source_id, at);

-- Rate-limit slots, shared by every daemon on this database.
CREATE TABLE pace (
    key TEXT PRIMARY KEY,
    next_at BIGINT NOT NULL
);

CREATE TABLE review (
    id TEXT PRIMARY KEY,
    source_id TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    external_id TEXT NOT NULL,
    parent TEXT,
    provider TEXT,
    url TEXT,
    author_id TEXT,
    author_name TEXT,
    rating BIGINT CHECK (rating BETWEEN 1 AND 5),
    title TEXT,
    body TEXT NOT NULL,
    folded TEXT NOT NULL,                  -- for search: folded in Rust, SQLite cannot fold Cyrillic
    lang TEXT NOT NULL,
    created_at BIGINT,
    updated_at BIGINT,
    first_seen_at BIGINT NOT NULL,
    content_hash TEXT NOT NULL,
    versions BIGINT NOT NULL DEFAULT 1,
    media BIGINT NOT NULL DEFAULT 0,
    removed_at BIGINT,
    absent BIGINT NOT NULL DEFAULT 0,      -- complete passes in a row without it
    official_text TEXT,
    official_at BIGINT,
    official_id TEXT,
    sentiment TEXT NOT NULL CHECK (sentiment IN ('negative', 'neutral', 'positive')),
    urgency TEXT NOT NULL CHECK (urgency IN ('critical', 'high', 'normal', 'low')),
    topics TEXT NOT NULL,                  -- JSON array
    verdict TEXT NOT NULL,                 -- JSON of judge::Verdict
    quiet BOOLEAN NOT NULL DEFAULT FALSE,  -- history taken in without alert, draft or deadline
    UNIQUE (source_id, external_id)
);
CREATE INDEX review_order ON review (first_seen_at, id);
CREATE INDEX review_alive ON review (source_id) WHERE removed_at IS NULL;
CREATE INDEX review_negative ON review (first_seen_at) WHERE sentiment = 'negative';

CREATE TABLE review_version (
    review_id TEXT NOT NULL REFERENCES review (id) ON DELETE CASCADE,
    n BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    rating BIGINT,
    title TEXT,
    body TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    PRIMARY KEY (review_id, n)
);

-- Who must do what by when, for one review.
CREATE TABLE thread (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL UNIQUE REFERENCES review (id) ON DELETE CASCADE,
    source_id TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    location TEXT,
    urgency TEXT NOT NULL,
    sentiment TEXT NOT NULL,
    open BOOLEAN NOT NULL,
    closed_because TEXT,                   -- answered | history | removed | no_reply:…
    reply_by BIGINT,
    warn_at BIGINT,
    final_by BIGINT,
    without_calendar BOOLEAN NOT NULL DEFAULT FALSE, -- counted by weekdays: no production calendar for the year
    warned_at BIGINT,
    fault TEXT CHECK (fault IN ('business', 'customer', 'third_party', 'nobody', 'unclear')),
    assignee_id TEXT REFERENCES person (id),
    editor_id TEXT REFERENCES person (id), -- who is editing
    editor_until BIGINT,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX thread_queue ON thread (reply_by) WHERE open;
CREATE INDEX thread_warn ON thread (warn_at) WHERE open AND warned_at IS NULL;

-- A person's consent to one exact text.
CREATE TABLE approval (
    id TEXT PRIMARY KEY,
    thread_id TEXT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    text_hash TEXT NOT NULL,
    review_hash TEXT NOT NULL,             -- content_hash of the review that was answered
    seen_official TEXT,                    -- the official reply that the approver saw (overwrite guard)
    overrides TEXT NOT NULL,               -- JSON: code -> written reason
    UNIQUE (id, text_hash)
);

-- The one current reply of a thread. The foreign key below is the promise: what is sent is what was
-- approved, to the byte.
CREATE TABLE reply (
    id TEXT PRIMARY KEY,
    thread_id TEXT NOT NULL UNIQUE REFERENCES thread (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('none', 'draft', 'in_review', 'approved', 'sending', 'published',
        'verified_live', 'unknown', 'refused', 'vanished', 'outdated', 'dropped')),
    text TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('draft', 'person')),
    variants TEXT NOT NULL,                -- JSON array of draft::Variant
    refused_draft TEXT,                    -- why there is no draft: sensitive:death…
    promise_by TEXT,                       -- YYYY-MM-DD
    approval_id TEXT,
    by_hand BOOLEAN NOT NULL DEFAULT FALSE,
    send_at BIGINT,                        -- end of the outbox delay
    key TEXT,                              -- idempotency key, new for every approval
    platform_id TEXT,                      -- the platform's id of our reply
    published_at BIGINT,
    verified_at BIGINT,
    missing BIGINT NOT NULL DEFAULT 0,     -- good polls in a row that did not show it
    reason TEXT,                           -- why refused, dropped or voided
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    FOREIGN KEY (approval_id, text_hash) REFERENCES approval (id, text_hash),
    CHECK (state NOT IN ('approved', 'sending', 'published', 'verified_live', 'unknown') OR approval_id IS NOT NULL)
);
CREATE INDEX reply_waiting ON reply (state) WHERE state IN ('approved', 'sending', 'published', 'unknown');

CREATE TABLE note (
    id TEXT PRIMARY KEY,
    thread_id TEXT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    person_id TEXT REFERENCES person (id),
    at BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX note_thread ON note (thread_id, at);

-- An urgent review that somebody must take. Unique per review version and rule.
CREATE TABLE alert (
    id TEXT PRIMARY KEY,
    thread_id TEXT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    once TEXT NOT NULL UNIQUE,
    urgency TEXT NOT NULL,
    level BIGINT NOT NULL DEFAULT 1,       -- 1 on-call, 2 managers, 3 owners
    raised_at BIGINT NOT NULL,
    climbs_at BIGINT,                      -- when the next level is told
    taken_at BIGINT,
    taken_by TEXT REFERENCES person (id)
);
CREATE INDEX alert_open ON alert (climbs_at) WHERE taken_at IS NULL;

CREATE TABLE job (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,                 -- JSON of jobs::Job
    once TEXT UNIQUE,
    due_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL DEFAULT 0,
    lease_owner TEXT,
    attempt BIGINT NOT NULL DEFAULT 0,
    done_at BIGINT,
    outcome TEXT,                          -- done | cancelled | failed
    error TEXT
);
CREATE INDEX job_due ON job (due_at, id) WHERE done_at IS NULL;

-- Outgoing mails and messages, rendered when they are sent, kept as sent.
CREATE TABLE mail (
    id TEXT PRIMARY KEY,                   -- also the left part of Message-ID
    once TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,                    -- alert | approval | digest | reset | invite | source | test | warning
    channel TEXT NOT NULL,                 -- mail | telegram:CHAT | webhook:NAME
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    payload TEXT NOT NULL,                 -- JSON: what to render
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    subject TEXT,
    text TEXT,
    html TEXT,
    error TEXT
);
CREATE INDEX mail_order ON mail (created_at, id);

-- Everything that anybody did, each row chained to the one before.
CREATE TABLE event (
    seq BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,                   -- person name, or daemon
    kind TEXT NOT NULL,
    thread_id TEXT,
    detail TEXT NOT NULL,                  -- JSON
    hash TEXT NOT NULL
);
CREATE INDEX event_thread ON event (thread_id, seq);
CREATE TABLE event_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO event_head (id, seq, hash) VALUES (1, 0, '');

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
