# Mails and messages. Blanks that must not break are U+00A0.

## Shared

mail-business = “{ $name }”
mail-quoted = “{ $text }”
mail-list = { $head } and { $last }
mail-channel-mail = mail
mail-open = Open
mail-open-approve = Open and approve
mail-open-review = Open the review
mail-open-queue = Open the queue
mail-folded = The words of insult are on the page of the review, should you want to read them.
mail-no-text = The author wrote no text.
mail-review = Review
mail-summary = In short
mail-photos =
    { $n ->
        [one] { $n } photo or video — see it on the page of the review
       *[other] { $n } photos or videos — see them on the page of the review
    }
mail-edits =
    { $n ->
        [one] the author edited the review once
       *[other] the author edited the review { $n } times
    }
mail-reply-due = reply { $due }
mail-reply-was-due = overdue: a reply was due { $due }
mail-footer = You get this mail because the settings of Otklik for { $business } list you as { $name } ({ $role }). Times in this mail: { $zone }; reply-by times are those of the location.
mail-footer-change = What comes and when is set by the owner, in the [[person]] section of otklik.toml.

mail-state-official = the platform shows a reply

mail-length-chars =
    { $used ->
        [one] { $used } character
       *[other] { $used } characters
    }
mail-length-utf16 =
    { $used ->
        [one] { $used } character (counted as UTF-16)
       *[other] { $used } characters (counted as UTF-16)
    }
mail-length-bytes =
    { $used ->
        [one] { $used } byte
       *[other] { $used } bytes
    }
mail-length-chars-of = { $used } of { $max } characters
mail-length-utf16-of = { $used } of { $max } characters (counted as UTF-16)
mail-length-bytes-of = { $used } of { $max } bytes

## Digest

mail-digest-day = in 24 hours
mail-digest-since = since { $since }
mail-digest-subject = { $n } negative { $period }
mail-digest-subject-overdue = { $n } overdue
mail-digest-subject-blind =
    { $n ->
        [one] { $n } source blind
       *[other] { $n } sources blind
    }
mail-digest-locations =
    { $n ->
        [one] { $n } location
       *[other] { $n } locations
    }
mail-digest-none = No new reviews { $period }, and every source sees.
mail-digest-none-unseen = Where Otklik sees, no reviews came. What came where it could not look is not known.
mail-digest-calm =
    { $n ->
        [one] { $n } review came { $period }, and it is not negative.
       *[other] { $n } reviews came { $period }, none of them negative.
    }
mail-digest-came =
    { $n ->
        [one] { $n } review came { $period }
       *[other] { $n } reviews came { $period }
    }
mail-digest-negative = { $n } of them negative,
mail-digest-people =
    { $n ->
        [one] from { $n } person
       *[other] from { $n } people
    }
mail-digest-stage-answered = { $n } answered
mail-digest-stage-waiting =
    { $n ->
        [one] { $n } waits for approval
       *[other] { $n } wait for approval
    }
mail-digest-stage-overdue = { $n } overdue
mail-digest-stage-working = { $n } in work
mail-digest-stage-left = { $n } left without a reply on purpose
mail-digest-older = And { $n } more overdue from earlier days.
mail-digest-burning = Burning
mail-digest-burning-count =
    { $overdue ->
        [0] { $today } due before the day ends
       *[other] { $overdue } overdue, { $today } due before the day ends
    }
mail-digest-nothing-burns = Nothing burns today.
mail-digest-others = Other negative reviews
mail-digest-more = And { $n } more in the queue.
mail-digest-promises = Promises
mail-digest-promises-none = No promises for today, none overdue.
mail-digest-promises-today = { $n } to be kept today
mail-digest-promises-late = { $n } overdue
mail-digest-promises-kept = { $n } kept
mail-digest-promise-due = { $due }, { $owner } answers for it
mail-digest-promise-was-due = overdue: promised { $due }, { $owner } answers for it
mail-digest-topics = Topics of 7 days
mail-digest-topic =
    { $n ->
        [one] { $topic } — { $n } person (was { $before }){ $places }; first on { $first }; owner: { $owner }{ $back }
       *[other] { $topic } — { $n } people (was { $before }){ $places }; first on { $first }; owner: { $owner }{ $back }
    }
mail-digest-topic-nobody = nobody
mail-digest-topic-back = ; was fixed and is back
mail-digest-recovered =
    { $n ->
        [one] { $n } author raised the rating after our reply.
       *[other] { $n } authors raised their rating after our reply.
    }
mail-digest-visibility = Visibility

mail-coverage =
    { $total ->
        [one] { $green } of { $total } source green
       *[other] { $green } of { $total } sources green
    }
mail-coverage-new = { $n } not read yet
mail-coverage-none = No source is connected: Otklik sees nothing.
mail-coverage-blind = { $name }: blind since { $since }, next try at { $next }. { $cause }
mail-coverage-dim = { $name }: sees badly since { $since }, next reading at { $next }. { $cause }

## Alert

mail-alert-subject = URGENT: { $what }
mail-alert-headline = Urgent: { $what }
mail-alert-safety = danger to health
mail-alert-money = a customer’s money
mail-alert-account = access to an account
mail-alert-other = a person is needed now
mail-alert-death = about a death
mail-alert-injury = somebody was hurt
mail-alert-child = a child was hurt
mail-alert-discrimination = discrimination
mail-alert-self-harm = a person may harm themselves
mail-alert-why = Why it is urgent
mail-alert-why-words = Words that raised it: { $words }.
mail-alert-blamed = What is blamed:
mail-alert-history =
    { $n ->
        [0] We have seen no other reviews of this author on this platform.
       *[other] The author has { count-reviews } more on this platform, { $negative } negative.
    }
mail-alert-told = Who else was told
mail-alert-told-nobody = nobody else
mail-alert-next = If nobody takes it
mail-alert-climbs =
    { $n ->
       *[other] at { $time } { $who } will be told
    }
mail-alert-top = there is nobody further to call: this is the last step
mail-alert-take = I take it
mail-alert-take-hint = “I take it” opens a page that asks for confirmation; opening it changes nothing.
mail-alert-playbook = There is no draft, and there will be none
mail-alert-playbook-1 = First call or write to the person in private if you have a contact; do not argue and do not ask for details in public.
mail-alert-playbook-2 = Tell the owner and the lawyer; keep camera records, orders and shifts of that day.
mail-alert-playbook-3 = A person writes the public reply: short, no excuses, no names, with a direct contact of the one in charge.

## Approval

mail-approval-subject = Approve a reply
mail-approval-headline = A reply waits for your approval
mail-approval-draft = The reply — exactly as it will look
mail-approval-length = Length
mail-approval-lint = { $block } forbidden, { $warn } advised
mail-approval-lint-title = Check
mail-approval-promise = We promise
mail-approval-promise-by = by { $date }
mail-approval-promise-owner = by { $date } — { $owner } answers for it
mail-approval-approve = Approve
mail-approval-hint = “Approve” opens a page that asks for confirmation; opening it changes nothing. The link is for you alone, works once, lives 7 days, and is good for this very text only.
mail-approval-by-hand = After approval a person pastes the reply on the platform: the “Copy” button and the link are on the page of the review.
mail-approval-only-page = This reply can only be approved on the page of the review, which shows every remark and the whole text.

## Invitation and reset

mail-link-lifetime =
    { $n ->
        [one] The link lives { $n } hour and works once.
       *[other] The link lives { $n } hours and works once.
    }
mail-invite-subject = Invitation to Otklik — { $business }
mail-invite-headline = You are invited to Otklik
mail-invite-text = { $name }, this is where reviews of { $business } are answered. Your role is { $role }. Set a password to log in.
mail-invite-button = Set a password
mail-reset-subject = New password for Otklik — { $business }
mail-reset-headline = New password
mail-reset-text = { $name }, somebody asked for a new password for you. If it was not you, do nothing: the old one keeps working.
mail-reset-button = Set a new password

## Source

mail-source-subject = Source blind: { $name } — since { $since }
mail-source-headline = Otklik does not see reviews: { $name }
mail-source-text = While a source is blind, its new reviews are not seen and their clocks do not run. The other sources are read as usual.
mail-source-seen = Last good reading
mail-source-cause = Cause
mail-source-remedy = What to do
mail-source-since = Blind since { $since }, next try at { $next }.
mail-source-button = Open the sources

## Warning

mail-warning-refused = The platform declined the reply
mail-warning-refused-advice = See the reason on the page of the review, change the text and approve it again.
mail-warning-unknown = Not known whether the reply arrived
mail-warning-unknown-advice = The platform did not confirm. Otklik will not send it again by itself: open the review on the platform and note whether the reply is there.
mail-warning-vanished = The reply vanished from the platform
mail-warning-vanished-advice = It was there and now it is not. See whether moderation removed it, and decide whether to reply again.
mail-warning-due = Time runs out: reply { $due }
mail-warning-due-advice = Three quarters of the time are over and there is no approved reply yet.
mail-warning-our-reply = Our reply

## Promises

mail-promise-internal = Time to keep a promise
mail-promise-internal-advice = The date that we meant is over, there is still some slack. When it is done, press “Done” on the page of the review or on the board of promises.
mail-promise-late = A promise is overdue
mail-promise-late-advice = The date that the author was told is over. Do what was promised or tell the author a new date; { $owner } answers for it.
mail-promise-climbed = A promise is overdue by more than a day
mail-promise-climbed-advice = { $owner } answers for it. Decide who sees it through, and write to the author.
mail-promise-follow_up = Ask the author whether all is well
mail-promise-follow_up-advice = The promise was kept on { $kept }. It is good manners to ask two working days later; note the answer on the board of promises.
mail-promise-named = the author was promised { $due }
mail-promise-undated = no date was named to the author, we count { $due }
mail-promise-what = What was promised
mail-promise-owner = Answers for it
mail-promise-board = Board of promises

## Topics

mail-topic-headline = Back after it was fixed: { $topic }
mail-topic-told =
    { $n ->
        [one] Fixed on { $fixed }, and { $n } person has complained since.
       *[other] Fixed on { $fixed }, and { $n } people have complained since.
    }
mail-topic-advice = The topic is open again. Look at the reviews and decide what to do now.
mail-topic-open = Open the topics

## Praise

mail-praise-subject =
    { $n ->
        [one] Thanks by name: { $names }
        [2] Thanks by name: { $names }
        [3] Thanks by name: { $names }
       *[other] Thanks by name: { $names } and others
    }
mail-praise-headline =
    { $n ->
        [one] Hero of the week: { $n } person
       *[other] Heroes of the week: { $n } people
    }
mail-praise-period = Reviews from { $from } to { $to }, in their authors’ words.
mail-praise-count =
    { $n ->
        [one] { $n } word of thanks
       *[other] { $n } words of thanks
    }
mail-praise-more =
    { $n ->
        [one] And { $n } more person.
       *[other] And { $n } more people.
    }
mail-praise-ask = Pass it on to the people who work beside them.

## Help

mail-help-headline = { $name } asks for help with a review
mail-help-advice = Open the review, give a hint, or take it over.
mail-help-uncounted = Such requests are counted nowhere.

## Test

mail-test-subject = Test message — Otklik, { $business }
mail-test-headline = Test message
mail-test-text = If you read this, messages from Otklik reach you. Sent at { $time }.
