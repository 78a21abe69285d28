-- What platforms ask for beyond a page and a reply: daily allowances, moderated replies.

-- Units used of a platform's daily allowance: one row a credential and day of the platform, shared by
-- every source and daemon.
CREATE TABLE allowance (
    key TEXT NOT NULL,
    day TEXT NOT NULL,                     -- YYYY-MM-DD in the platform's zone
    used BIGINT NOT NULL,
    PRIMARY KEY (key, day)
);

-- An official reply that the platform has taken and does not show yet.
ALTER TABLE review ADD COLUMN official_pending BOOLEAN NOT NULL DEFAULT FALSE;
-- An official reply that the platform read and declined: nobody sees it.
ALTER TABLE review ADD COLUMN declined_text TEXT;
ALTER TABLE review ADD COLUMN declined_reason TEXT;
