# Texts of pages.

web-brand = Otklik
web-skip = Skip to content
web-nav = Sections
web-nav-queue = Queue
web-nav-promises = Promises
web-nav-topics = Topics
web-nav-me = Private
web-nav-sources = Sources
web-nav-mails = Mail
web-nav-help = Keys
web-logout = Log out
web-back = Back
web-never = never yet
web-nobody = nobody
web-daemon = Otklik
web-anonymous = No name

## Errors

error-id = Tell this number to whoever runs the server:
error-home = To the queue
error-400 = The request was not understood. Go back and try again.
error-403 = This needs other rights.
error-404 = There is no such page.
error-405 = This page cannot be asked in that way.
error-409 = Somebody changed this while you were looking. Open the page again.
error-413 = The request is too large.
error-421 = This server does not answer to that address.
error-429 = Too many wrong passwords. Wait { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    } and try again.
error-500 = Something broke on our side. Nothing is lost, please try again.
error-logged-out = You are logged out, and nothing was changed. Log in and repeat.

## What the desk does not take

desk-text-empty = The reply is empty.
desk-text-too-long = The text is longer than 20,000 characters.
desk-promise-not-a-date = The promise is not a date.
desk-promise-internal-late = The internal date is later than the one that you name to the author.
desk-promise-past = The date of the promise is over: set a new one in the text and in the promise.
desk-promise-owner = This person cannot answer for a promise at this location.
desk-hours-unreadable = The working hours of the location in the configuration cannot be read.
desk-fixed-not-a-date = The date of the repair is not a date.
desk-fixed-in-the-future = The date of the repair has not come yet.
desk-boundary-nobody-insulted = Nobody is insulted in this review.
desk-boundary-order = The steps follow one another: warning, asking to be constructive, writing only.
desk-spot-length = Write the words, up to 200 characters, and answers, up to 2,000 characters.
desk-spot-many = Nobody needs more than 50 entries. Take old ones away.
desk-review-removed = The platform removed this review; there is nowhere to reply.
desk-goes-out-by-itself = This reply goes out by itself; there is nothing to paste.
desk-reason-missing = Write a reason, one word at least.
desk-note-length = The note is empty or longer than 5,000 characters.
desk-blocked = The check does not let this text through.

## Log-in and passwords

web-login-title = Log in
web-login-lead = Replies to reviews are seen by everybody. So a named person approves each one.
web-login-name = Name or mail address
web-login-password = Password
web-login-go = Log in
web-login-forgot = Set a new password
web-login-wrong = Name or password do not match.
web-form-title = Write to us
web-form-lead = Tell us what happened. A person will read it, and a person will answer.
web-form-text = What happened: where, when, what you would like
web-form-rating = Rating, if you like
web-form-name = What to call you (optional)
web-form-email = E-mail
web-form-email-why = The answer goes there. Without it we read your words but cannot answer.
web-form-website = Website (leave empty)
web-form-consent = I agree that my text and e-mail are kept and used to look into this and to answer
web-form-go = Send
web-form-no-text = Please write what happened.
web-form-long = Too long: please keep it to 5,000 characters.
web-form-bad-email = The e-mail looks wrong: write it like anna@example.org.
web-form-name-long = Name and e-mail may have up to 200 characters.
web-form-bad-rating = The rating is from 1 to 5.
web-form-no-consent = Without your consent we may not keep this: please tick the box.
web-form-sent-title = Thank you, we have it
web-form-sent = It is in our people's queue. If you left an e-mail, the answer will come there.
web-reset-title = New password
web-reset-lead = We send a mail with a link that works for a day.
web-reset-go = Send the mail
web-reset-sent-title = Check your mail
web-reset-sent = If we know this person, a mail with a link is on its way.
web-password-title = Set a password
web-password-lead = Hello, { $name }. You will be logged in right after this.
web-password-new = New password
web-password-again = Once more
web-password-hint = 8 characters or more, 15 are better. Any phrase will do.
web-password-go = Save and log in
web-password-short = The password is shorter than 8 characters.
web-password-long = The password is longer than 256 characters.
web-password-common = Guessers try this password first. Please choose another.
web-password-differs = The passwords differ.
web-password-dead-title = This link no longer works
web-password-dead = It was used, or it is older than a day. Ask for a new one.

## Keys

web-help-title = Keys
web-help-lead = They work in any keyboard layout: the key counts, not the letter.
web-key-move = down and up the queue
web-key-open = open the review
web-key-approve = to the approve button
web-key-edit = to the text of the reply
web-key-variant = next variant of the draft
web-key-search = search
web-key-queue = queue
web-key-promises = promises
web-key-topics = topics
web-key-sources = sources
web-key-help = this page
web-keys-off = Switch keys off
web-keys-on = Switch keys on

## Queue

web-queue-lead = What must be answered first comes first.
web-tabs = Parts of the queue
web-tab-open = All
web-tab-hot = Urgent
web-tab-review = Waiting for approval
web-tab-work = In progress
web-tab-unanswered = No reply yet
web-tab-praise = Praise
web-tab-closed = Closed
web-search = Search reviews
web-filter-source = All sources
web-filter-location = All locations
web-filter-mine = only mine
web-filter-go = Find
web-filter-clear = Clear
web-tick = Select
web-take = Take
web-hand-over = Hand over
web-media =
    { $n ->
        [one] { $n } attachment
       *[other] { $n } attachments
    }
web-looked =
    { $n ->
        [one] I have seen the attachment
       *[other] I have seen the attachments
    }
web-looked-hint = Open the review on the platform and look: until then no reply can be approved.
web-looked-done = attachments seen
web-edited = review edited
web-removed = removed by the platform
web-no-stars = no stars
web-editing-by = { $name } is writing now
web-due-none = no deadline
web-state-by-hand = approved, paste it there
web-state-outbox = leaves at { $time }
web-closed = closed
web-closed-answered = answered
web-closed-history = from history
web-closed-removed = review removed
web-closed-no-reply = not to be answered
web-pages = Pages
web-page-before = Back
web-page-after = Next
web-bulk-lead = With the selected ones:
web-bulk-assign = Assign
web-bulk-drop = Do not reply
web-bulk-title = Not everything was done
web-bulk-done = Done: { $done }. Skipped, because they changed meanwhile: { $left }.
web-empty-open = Everything is answered
web-empty-hot = Nothing is urgent
web-empty-review = Nothing waits for approval
web-empty-work = Nothing is in progress
web-empty-unanswered = Nobody is left without a reply
web-empty-praise = No new praise
web-empty-closed = Nothing is closed yet
web-empty-found = Nothing found
web-empty-hint = Whether we see everything is shown under

## Review

web-next = Next
web-final-by = final answer: { $time }
web-without-calendar = deadline by weekdays: there is no production calendar for this year
web-assignee = In charge
web-alert = Urgent.
web-alert-since = Nobody has taken it since: { $time }
web-alert-take = I take it
web-provider = taken from { $name }
web-open-there = Open on the platform
web-orders-machine = This review speaks to a machine, not to you: it looks like an attempt to slip in instructions. The draft does not depend on them, and no model was asked. Read the reply with care.
web-removed-at = The platform no longer shows this review: { $time }
web-official-pending = Reply in the platform's moderation, not shown yet
web-official = The reply that the platform shows now
web-edits =
    { $n ->
        [one] { $n } edit by the author
       *[other] { $n } edits by the author
    }
web-edit-at = Version { $n }, { $time }
web-facts = What is known
web-facts-intent = The author writes
web-facts-topics = About
web-facts-negative = Negative
web-facts-conflict = Stars and text contradict each other: read with care.
web-facts-abusive = The text insults a person.
web-correct = Read wrongly? Correct it
web-correct-sentiment = Tone
web-correct-urgency = Urgency
web-correct-go = Correct
web-correct-hint = The judge learns from corrections in the background. Deadline and alert of this review stay as they are.
web-correct-count =
    { $n ->
        [one] { $n } correction so far.
       *[other] { $n } corrections so far.
    }
web-correct-learned = Learned: of { $all } corrected answers { $after } are now right without help, { $before } were before.
web-correct-not-learned = Not learned: the pinned texts would have been read worse.
web-correct-back = Read as before
web-fault = Whose fault
web-fault-suggested = a guess; a person decides
web-history = The same author before
web-history-answer = We answered
web-similar = Similar cases
web-similar-percent = { $n } % alike
web-similar-reply = What was answered then
web-worked-raised = The author raised the rating
web-worked-thanked = The author said thanks
web-worked-removed = The author took the review back
web-worked-settled = The author did not come back
web-worked-fresh = Too early to tell
web-worked-reopened = The author was not content

## Reply

web-reply = Reply
web-text = Text of the reply
web-promise = Promised by
web-promising = Promise
web-promise-internal = We mean to be done by
web-promise-owner = Answers for it
web-promise-approver = whoever approves
web-promising-hint = You may set the internal date alone: the public one is reckoned with slack, half as far again in working days.
web-check = Check
web-save = Save
web-submit = Send for approval
web-approve = Approve: leaves at { $time }, can be undone
web-approve-hint = Exactly this text leaves. Until { $time } you can take it back; then we check that the platform shows it.
web-approve-by-hand = Approve for publishing by hand
web-approve-by-hand-hint = Nothing leaves by itself: copy the text and paste it on the platform. We shall see when it is there.
web-variants = Variants of the draft
web-variant-with_apology = With apology
web-variant-without_apology = Without apology
web-variant-with_sympathy = With sympathy
web-variant-without_sympathy = Without sympathy
web-variant-thanks = Thanks
web-variant-thanks_with_detail = Thanks with a detail
web-variant-thanks_short = Short thanks
web-variant-answer_later = Answer by a date
web-variant-clarify = With a question
web-variant-consider = We discuss it
web-variant-check = We check it
web-variant-noted = Noted
web-variant-noted_short = Noted, other words
web-variant-not_about_us = Perhaps not about us
web-variant-not_about_us_short = Perhaps not about us, other words
web-variant-model = By the language model
web-variant-short = Shorter
web-variant-long = Longer
web-length-chars = { $used } of { $max } characters
web-length-bytes = { $used } of { $max } bytes
web-length-utf16 = { $used } of { $max } UTF-16 units
web-length-free =
    { $used ->
        [one] { $used } character
       *[other] { $used } characters
    }
web-lint-verdict = { $blocks ->
        [0] { "" }
        [one] { $blocks } block
       *[other] { $blocks } blocks
    }{ $blocks ->
        [0] { "" }
       *[other] { $warns ->
            [0] { "" }
           *[other] { ", " }
        }
    }{ $warns ->
        [0] { "" }
        [one] { $warns } hint
       *[other] { $warns } hints
    }
web-lint-pass = nothing to object
web-lint-block = Not allowed.
web-lint-warn = Hint.
web-lint-fix = Better:
web-lint-override = Why it is right here (goes into the timeline)
web-lint-reorder = Put into the right order
web-lint-order = explanation → action → term → apology
web-rules = Rules of the linter
web-rules-broken = The rule pack is broken, the last good one is in force: { $problem }
web-lint-fixed = This cannot be overridden: change the text.
web-preview = What a passer-by will see
web-preview-now = just now
web-verified-at = seen { $time }
web-published-at = sent { $time }
web-standing-outbox = The text is approved and lies in the outbox. It leaves at { $time }; until then you can take it back.
web-standing-by-hand = The text is approved. Copy it, open the review on the platform, and paste it unchanged. Then press “I published it”.
web-standing-sending = It is being sent right now.
web-standing-published = The platform took the reply. We wait until it can be seen.
web-standing-verified_live = The platform shows the reply word for word.
web-standing-unknown = We sent the reply and do not know whether it arrived. It will not be sent again by itself: look at the platform.
web-standing-refused = The platform did not take the reply. Change the text, or answer there yourself.
web-standing-vanished = The reply was there and is gone. Look at the platform to see what happened.
web-standing-outdated = The author changed the review after the reply was written. The earlier approval is void.
web-copy = Copy the text
web-copied = Copied
web-pasted = I published it
web-undo = Take it back
web-reopen = Back to work
web-drop = Do not reply…
web-drop-reason = Why we do not reply
web-drop-go = Do not reply
web-conflict = Somebody else changed the reply while you were writing. Your text is below, it is not lost; compare it with what is stored now.
web-blocked = The check does not let this text through. Change it, or write a reason where that is possible.
web-stored-now = Stored now
web-back-review = To the review
web-stale = The reply was changed meanwhile. Reload the page before you write.
web-sensitive = No draft: { $what }. Only a person writes here.
web-playbook-death = Call your senior before any reply. In public two sentences: condolences, and the name of the person who will get in touch. No explanations, no dates, no word “situation”.
web-playbook-injury = First find out whether the person is safe and needs help. Tell your senior and whoever runs the location. In public do not argue about causes, and do not confirm that you treated or served them.
web-playbook-child = Tell your senior at once. In public do not name the child, the place or the time. Say who will get in touch today, and how.
web-playbook-discrimination = Tell your senior and the lawyer. In public state the house rule: nobody is treated like this here. Explain nothing on behalf of the employee until you know.
web-playbook-self_harm = This matters more than the review. Tell your senior now. Answer as a human being and give a local crisis line, such as 988 in the US or 116 123 in the UK. Do not discuss the complaint.

## Promises

web-promises-lead = Everything that the words of our replies bind us to. What is due first comes first.
web-promises-count = In 30 days
web-promises-decided = In all
web-promises-early = Early
web-promises-on_time = On time
web-promises-late = Late
web-promises-open = Still open
web-promises-part-late = Overdue
web-promises-part-today = To be done today
web-promises-part-report = Done, and the author does not know
web-promises-part-ask = Ask whether all is well
web-promises-part-later = Later
web-promises-part-kept = Kept in 30 days
web-promises-none = No promises
web-promises-none-hint = A promise is made when a reply with a date, or with words such as “we will fix it”, is approved.
web-promise-is-open = Promise
web-promise-is-late = Promise overdue
web-promise-is-broken = Promise not kept: replaced when it was late already
web-promise-is-kept = Promise kept
web-promise-is-kept-late = Promise kept late
web-promise-keeper = Answers for it
web-promise-internal-at = ourselves: by { $time }
web-promise-public-at = to the author: by { $time }
web-promise-undated = no date was named to the author
web-promise-keep = Done
web-promise-report = The author was told
web-promise-ask = The author was asked:
web-said-well = all is well
web-said-again = wrong again
web-said-silent = no answer

## Topics

web-topics-lead = What people complain of: how many different people in 7 days, and in the 7 days before.
web-topics-none = No complaints in 90 days
web-topics-none-hint = A topic appears when somebody complains of it.
web-topic-people =
    { $n ->
        [one] { $n } person (was { $before })
       *[other] { $n } people (was { $before })
    }
web-topic-month = in 30 days: { $n }
web-topic-first = first time: { $date }
web-topic-last = last time: { $time }
web-topic-fixed = fixed on { $date }
web-topic-reopened = back since { $time }
web-topic-nowhere = No location
web-topic-owner = Owner
web-topic-nobody = nobody
web-topic-give = Assign
web-topic-fix = Fixed on
web-topic-fix-go = Mark
web-topic-unfix = Not fixed

## Care

web-folded-summary = In short, without the insults:
web-folded = Show what was written
web-help = I need help
web-help-hint = Calls colleagues. It is counted nowhere.
web-help-asked = Your colleagues were told
web-help-asked-lead = Asking for help is fine. Presses are counted nowhere.
web-sore = This is on your private list
web-sore-hint = Only you see it. Take one of your answers, or hand the review over.
web-boundary = Boundary
web-boundary-lead = The author insults somebody. Three steps, none can be left out; each stays in the history.
web-boundary-1 = Warn
web-boundary-1-text = We will look into what happened. Please do not insult our staff.
web-boundary-2 = Ask to be constructive
web-boundary-2-text = We are ready to help with the matter. If the insults go on, we shall continue in writing only.
web-boundary-3 = Writing only
web-boundary-3-text = From now on we answer in writing and to the point only. Insults will get no answer.
web-boundary-go = Step taken
web-me-title = Private
web-me-lead = What hurts you, and how you decided to answer. Only you see this list: neither your lead nor the owner can read it.
web-me-add = Add
web-me-words = Words that hurt
web-me-answers = Two or three ready answers, one a line
web-me-save = Save
web-me-drop = Take away

## Training

web-training-title = Training
web-training-lead = A past case without names. Write an answer, then compare it with what was approved then. Nothing is kept or counted.
web-training-go = Start training
web-training-number-of = case { $n } of { $total }
web-training-next = Another case
web-training-yours = Your answer
web-training-check = Check and compare
web-training-approved = What was approved then
web-training-none = No cases yet
web-training-none-hint = A case appears when an approved reply is live on its platform.
web-training-name = [name]
web-training-place = [place]
web-training-number = [number]

## Notes and timeline

web-notes = Notes
web-note = Internal note
web-note-go = Add
web-timeline = Timeline
web-timeline-empty = Nothing yet.
web-event-review_seen = saw the review
web-event-review_edited = saw that the author edited the review
web-event-review_removed = saw that the review was removed
web-event-approval_voided = voided the approval: the review changed
web-event-reply_edited = changed the reply
web-event-reply_submitted = sent it for approval
web-event-reply_approved = approved the reply
web-event-approval_undone = took the reply back from the outbox
web-event-pasted_by_hand = published it by hand
web-event-reply_dropped = decided not to reply
web-event-reply_reopened = took it back to work
web-event-assigned = handed the review to
web-event-verdict_corrected = corrected the reading
web-event-fault_set = decided whose fault it is
web-event-noted = left a note
web-event-attachments_viewed = looked at the attachments
web-event-alert_taken = took the alert
web-event-alert_climbed = called the next person: nobody had taken the alert
web-event-model_worded = added a wording by the language model
web-event-publish = sent the reply to the platform
web-event-seen_live = saw the reply on the platform
web-event-seen_missing = did not see the reply on the platform
web-event-promise_kept = kept the promise
web-event-promise_reported = told the author that it is done
web-event-promise_followed_up = asked the author whether all is well
web-event-promise_handed = handed the promise over
web-event-promise_late = noticed that a promise is overdue
web-event-boundary_step = drew a boundary with the author
web-event-instead = { $to } (instead of { $name }, who had enough insults for today)
web-event-overrides = overridden: { $reasons }

## Links from mails

web-link-approve = Approve a reply
web-link-take = Urgent review
web-link-as = Link for: { $name }
web-link-text = You approve exactly this text
web-link-take-hint = Reminders stop after this, and everybody else sees that you are on it.
web-link-open = Open the review
web-link-dead = This link can do nothing any more
web-link-unknown = There is no such link. A mail program may have cut it: copy the whole address.
web-link-expired = The link has expired. Log in and find the review in the queue.
web-link-used = The link has worked once. It does nothing a second time.
web-link-changed = The text, the review or the state of the reply changed after the mail was sent. Log in and see how it stands.
web-link-taken = Somebody else has taken this already.
web-link-done = Done
web-link-taken-now = The urgent review is yours.

## Sources

web-sources-title = Sources and clocks
web-sources-verdict = We see { $green } of { $total }.
web-sources-red =
    { $n ->
        [one] { $n } source is blind.
       *[other] { $n } sources are blind.
    }
web-sources-yellow =
    { $n ->
        [one] { $n } source is in doubt.
       *[other] { $n } sources are in doubt.
    }
web-sources-none = There are no sources yet
web-sources-none-hint = Paste a link to a page with reviews and get the piece of configuration for it:
web-source-since = since: { $time }
web-source-seen = Last read
web-source-next = Next
web-source-own = Reviews here
web-source-theirs = (the platform counts { $n })
web-source-canary = Old reviews found
web-source-drift = Fields lost
web-source-answers = Answers of the platform in a week
web-canary-pass = { $found } of { $known }, { $time }
web-canary-well = another place of the platform answered, { $time }
web-canary-gone = another place of the platform is “not found” too, { $time }
web-canary-silent = another place of the platform did not answer, { $time }
web-source-reply = Replies
web-route-none = not possible here
web-route-by_hand = by hand
web-route-api = sent by us
web-limit-chars = up to { $n } characters
web-limit-bytes = up to { $n } bytes
web-limit-utf16 = up to { $n } UTF-16 units
web-limit-weighted = up to { $n } characters as the platform counts
web-limit-fediverse = up to { $n } characters as the platform counts
web-poll-now = Read now
web-samples =
    { $n ->
        [one] { $n } sample
       *[other] { $n } samples
    }
web-kib = { $n } KiB
web-places = Locations
web-place = Location
web-place-zone = Time zone
web-place-hours = Hours
web-place-now = Time there
web-place-calendar = Calendar
web-place-weekdays = by weekdays
web-delivery = Delivery
web-delivery-none = No mail server is set: mails wait in the database. Put smtp into the section [mail].
web-delivery-queued = Waiting
web-delivery-sent = Sent
web-delivery-failed = Cannot be sent
web-delivery-last = Last mail
web-delivery-error = Last error, { $time }:
web-jobs-failed = Jobs failed

## Mailbox of the demo

web-mails-lead = This is how the mails look. In the demo they go nowhere.
web-mails-none = No mails yet.
web-mail-queued = (waiting to be sent)
web-mail-text = Text part
