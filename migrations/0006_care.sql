-- Care for the people who answer: how many insulting threads a person was given on a day, the steps of
-- a boundary, and everybody's own list of what hurts. Requests for help are counted nowhere.

CREATE TABLE care_load (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    day TEXT NOT NULL,                     -- YYYY-MM-DD where the person lives
    thread_id TEXT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    PRIMARY KEY (person_id, day, thread_id)
);

-- Steps taken with the author of a thread: 1 warned, 2 asked to be constructive, 3 writing only.
CREATE TABLE boundary (
    thread_id TEXT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    step BIGINT NOT NULL CHECK (step BETWEEN 1 AND 3),
    person_id TEXT NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (thread_id, step)
);

-- Private: read by nobody but the person.
CREATE TABLE sore_spot (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    answers TEXT NOT NULL,                 -- prepared reactions, one a line
    made_at BIGINT NOT NULL
);
CREATE INDEX sore_spot_person ON sore_spot (person_id);

-- Texts that are out or on their way, the last ones first: every new text is compared with them.
CREATE INDEX reply_out ON reply (updated_at)
    WHERE state IN ('approved', 'sending', 'unknown', 'published', 'verified_live');
