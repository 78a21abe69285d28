# Words that every area uses: vocabularies, counts, times.

## Sentiment

sentiment-negative = negative
sentiment-neutral = neutral
sentiment-positive = positive
side-praised = praised
side-blamed = blamed
irony-mark = irony

## Urgency

urgency-critical = critical
urgency-high = urgent
urgency-normal = normal
urgency-low = low

## States of a reply

state-none = no reply
state-draft = draft
state-in_review = waiting for approval
state-approved = approved
state-sending = being sent
state-published = sent, being checked
state-verified_live = live on the platform
state-unknown = outcome unknown
state-refused = refused by the platform
state-vanished = vanished from the platform
state-outdated = outdated: the review was edited
state-dropped = not to be answered

## Topics

topic-staff = staff
topic-waiting = waiting
topic-quality = quality
topic-price = price
topic-cleanliness = cleanliness
topic-delivery = delivery
topic-booking = booking
topic-refund = refund
topic-safety = safety
topic-app_crash = app crashes
topic-app_login = app log-in
topic-app_ads = ads in the app
topic-app_update = app update
topic-support = support
topic-ambience = ambience
topic-other = other

## Roles

role-owner = owner
role-manager = manager
role-suggester = suggester
role-on_call = on-call
role-viewer = viewer

## Intents

intent-complaint = complaint
intent-suggestion = suggestion
intent-question = question
intent-praise = praise
intent-abuse = abuse

## Fault

fault-business = our fault
fault-customer = customer’s mistake
fault-third_party = a third party’s fault
fault-nobody = nobody’s fault
fault-unclear = unclear whose fault

## Sensitive cases

sensitive-death = death
sensitive-injury = injury
sensitive-child = child
sensitive-discrimination = discrimination
sensitive-self_harm = self-harm

## Platforms

platform-app_store = App Store
platform-google_play = Google Play
platform-rustore = RuStore
platform-google = Google Maps
platform-yandex_maps = Yandex Maps
platform-2gis = 2GIS
platform-vk = VK
platform-telegram = Telegram
platform-ok = Odnoklassniki
platform-facebook = Facebook
platform-instagram = Instagram
platform-youtube = YouTube
platform-trustpilot = Trustpilot
platform-tripadvisor = Tripadvisor
platform-steam = Steam
platform-mozilla_amo = Mozilla Add-ons
platform-mastodon = Mastodon
platform-reddit = Reddit
platform-x = X
platform-mailbox = mailbox
platform-form = complaint form
platform-file = file

## Outcomes of a poll

outcome-ok = read
outcome-slow = asked to slow down
outcome-down = not reachable
outcome-auth = access refused
outcome-blocked = blocked
outcome-gone = not found
outcome-drift = page changed
outcome-unsupported = not supported

## Health of a source

health-new = not read yet
health-green = well
health-yellow = in doubt
health-red = blind

## Counts. $n is a whole number.

count-reviews =
    { $n ->
        [one] { $n } review
       *[other] { $n } reviews
    }
count-new-reviews =
    { $n ->
        [one] { $n } new review came
       *[other] { $n } new reviews came
    }
count-replies =
    { $n ->
        [one] { $n } reply
       *[other] { $n } replies
    }
count-sources =
    { $n ->
        [one] { $n } source
       *[other] { $n } sources
    }
count-days =
    { $n ->
        [one] { $n } day
       *[other] { $n } days
    }

## Time left and overdue. $time is a length such as the three above it.

length-days-hours = { $days } d { $hours } h
length-hours-minutes = { $hours } h { $minutes } min
length-hours = { $hours } h
length-minutes = { $minutes } min
time-left = { $time } left
time-overdue = { $time } overdue
time-now = due now
day-today = today, { $time }
day-yesterday = yesterday, { $time }
day-tomorrow = tomorrow, { $time }
stars = { $n } of 5
