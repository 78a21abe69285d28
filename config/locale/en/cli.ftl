# Texts of the command line.

cli-otklik = Otklik sees every public review, drafts the reply, lets a person approve it, publishes it and proves that it is live
cli-demo = The whole daemon on embedded defaults: SQLite, a review site of its own, mails in the browser
cli-demo-break = Make a platform of the running demo blind: its source turns red
cli-demo-mend = Make a platform of the running demo well again
cli-run = Work: poll, judge, draft, alert, mail digests, publish what was approved
cli-check = Check configuration, database, mail server and every source; sends nothing
cli-poll = One polling round now, without the daemon
cli-backfill = Read the whole reachable history of a source
cli-reviews = Print stored reviews, oldest first
cli-threads = Print open threads in the order in which they must be answered
cli-judge = Judge reviews: language, sentiment, urgency, topics (JSONL in, JSONL out)
cli-draft = Draft replies (JSONL in, JSONL out)
cli-lint = Lint replies (JSONL in, JSONL out)
cli-due = Reckon deadlines (JSONL in, JSONL out)
cli-digest = Render the digest that would be sent at that instant as .eml; sends nothing
cli-import = Take reviews from a JSONL or CSV file
cli-export = Give out reviews with their threads
cli-erase = Erase one author and print the act
cli-backup = A consistent copy of the database while running
cli-restore = Bring a copy back without publishing anything twice
cli-person = People
cli-person-invite = Print a one-time link (24 h) to set a password
cli-person-reset = Print a one-time link (24 h) for a new password
cli-source = Sources
cli-source-add = Recognise a pasted link and print the configuration for it
cli-test-mail = Send one test mail to a person through their channels
cli-adapter = Platforms: what is supported and how far
cli-adapter-list = List the platforms
cli-adapter-test = Run the conformance suite over an adapter folder of your own
cli-adapter-record = Record a page of a platform with secrets masked
cli-adapter-doctor = Live check of the configured platforms
cli-simulate-polling = Replay recorded arrivals through the scheduler
cli-ingest = Take saved response bodies in without network
cli-seed-demo = Fill the database with plausible reviews

cli-wrong = Error: { $what }
cli-wrong-argument = the argument "{ $arg }" was not expected here
cli-wrong-command = there is no command "{ $word }"
cli-wrong-missing = missing: { $arg }
cli-wrong-no-value = "{ $arg }" needs a value
cli-wrong-value = "{ $value }" does not fit "{ $arg }"
cli-wrong-allowed = . Allowed: { $values }
cli-wrong-together = "{ $arg }" and "{ $other }" cannot be used together
cli-wrong-no-command = no command was named
cli-wrong-letters = arguments must be UTF-8
cli-wrong-other = the arguments could not be read
cli-wrong-meant = Perhaps you meant "{ $word }".
cli-wrong-usage = Usage: { $usage }
cli-wrong-help = For more, add --help.

cli-arg-action = What to do
cli-arg-config = Configuration file
cli-arg-json = Print JSON, one object per line
cli-arg-source = Name of a source in the configuration
cli-arg-markdown = Print the table of the documents: ru or en
cli-arg-access = TOML file with keys, as in [source.access]
cli-arg-since = From when on: 2026-11-23 or 2026-11-23T09:30:00Z
cli-arg-listen = Address of the web pages (127.0.0.1:8080)
cli-arg-data = Folder in which the demo keeps everything (otklik-data)
cli-arg-database = Database instead of the embedded one: postgres://… or sqlite:FILE
cli-arg-once = Tell the story on a fast clock and print the summary
cli-arg-platform = Platform: app_store, 2gis, vk, telegram
cli-arg-person = Name of a person in the configuration
cli-arg-name = Name of a person in the configuration
cli-arg-at = Instant: 2026-11-23T06:30:00Z
cli-arg-out = Where to put it
cli-arg-path = File
cli-arg-mapping = Which column or JSON path is which field: a TOML file, or a known name such as yandex_dump
cli-arg-paths = Files with saved response bodies
cli-arg-format = Format: jsonl or csv (with “;” and BOM, opens in Excel)
cli-arg-author-id = The author's id on the platform
cli-arg-url = A link as it is pasted from a browser
cli-arg-dir = Folder of the adapter
cli-arg-trace = Recorded arrivals
cli-arg-budget-scale = Factor on the request budget
cli-arg-policy = Schedule: adaptive or uniform
cli-arg-reviews = How many reviews

cli-template = {"{about}"}
    {""}
    Usage: {"{usage}"}
    {""}
    {"{all-args}"}
cli-commands = Commands
cli-command = COMMAND
cli-options = Options
cli-help = Print this help
cli-arg-version = Print the version

cli-judge-unlearned = reading without what was learned from corrections: { $error }
cli-not-yet = not yet in this version
check-ok = fine
check-rules-remedy = mend that line of the file; until then the daemon works by the last good pack
check-mail-waits = mail.smtp is not set: mails wait in the database
check-mail-remedy = check [mail] in the configuration: address, encryption, password
check-source-ok = answers; { $n ->
    [one] { $n } review
   *[other] { $n } reviews
  } on the first page
poll-counts = seen { $seen }, new { $new }, edited { $edited }, removed { $removed }
first-owner = Nobody can log in yet. One-time link for the owner { $name } (24 h):
demo-started = The demo is running. One-time links to log in (stop with Ctrl-C):
demo-mails = mails
demo-site = site
demo-broken = Platform { $platform } is blind now. The source turns red within half a minute; back again: otklik demo mend { $platform }
demo-mended = Platform { $platform } is well again.

## Files in and out

file-unreadable = { $path }: the file cannot be read; check path and rights
file-unwritable = { $path }: cannot be written; check folder, rights and free space
no-such-source = --source { $name }: there is no such source; the configuration has: { $known }
no-such-person = --person { $name }: there is nobody of this name; the configuration has: { $known }
source-busy = { $name }: another process is reading this source now; try again in a minute
import-no-id = no column id or external_id among: { $what }; name the columns in [source.columns] or --mapping
import-no-json = not JSON: { $what }
import-too-large = a JSON document of more than { $what } MB; bring it as one object a line
import-no-mapping = a JSON document that no known mapping fits ({ $what }); write one and give it as --mapping FILE
import-no-list = “list” of the mapping leads to no reviews
mapping-toml = the mapping is not a table of “field = "column"”: { $what }
mapping-unknown = { $what }: no such field; allowed are list, { $known }
mapping-list = list: { $what }
mapping-no-id = no column for id: every review needs one that stays the same
mapping-nowhere = { $what }: no such file, and no mapping of this name; known are { $known }
import-bad-json = not a JSON object: { $value }
import-bad-type = { $field }: a string or a number is needed, not { $value }
import-bad-columns = the row has { $value } columns, the header { $field }
import-bad-utf8 = the text is not UTF-8; save the file as “CSV UTF-8”
import-bad-missing = { $field }: is empty
import-bad-id = { $field }: too long, or with a zero byte: { $value }
import-bad-long = too long: more than { $value }
import-bad-number = { $field }: not a number: { $value }
import-bad-rating = { $field }: { $value } is not a rating from 1 to 5
import-bad-bool = { $field }: { $value }: true or false is needed
import-bad-time = { $field }: { $value } is not a time; write 2026-11-23T09:30:00Z or 2026-11-23
import-bad-twice = { $field } { $value }: stands in the file already; the first one counts
backup-nothing = there is nothing in this database yet: check database.url
restore-not-empty = the database is not empty, nothing was changed; name a new, empty one in database.url
restore-running = a daemon is at work on this database; stop it and try again
restore-newer = the copy was made by a newer version (schema { $copy }, here { $ours }); update the program
restore-look =
    { $n ->
        [one] { $n } reply was on its way when the copy was made: its outcome is unknown
       *[other] { $n } replies were on their way when the copy was made: their outcome is unknown
    }. Nothing is sent by itself: look at the platform and decide in the queue.
restored-note = The database was restored from a copy of { $at }. A reply may have gone out after it: look at the platform before approving.
copy-line = { $path }:{ $line }: not a copy of otklik; nothing was changed
copy-newer = { $path }: a copy of a newer version; update the program
copy-cut-off = { $path }: the copy ends in the middle; take another one, nothing was changed
copy-checksum = { $path }: the copy is damaged, its checksum does not fit; take another one, nothing was changed
not-an-instant = { $flag } { $value }: not an instant; write 2026-11-23T09:30:00Z
seed-no-source = there is no [[source]] in the configuration: reviews need a place

## Platforms and sources

adapter-reply-none = no replies there
adapter-reply-by_hand = a person pastes the reply
adapter-reply-api = the reply goes out by itself
adapter-access-official = official API
adapter-access-owner_session = the owner's cabinet by his session
adapter-access-public_page = public page
adapter-evidence-recorded = recorded answers
adapter-evidence-documented = documentation
adapter-evidence-code = public code
adapter-conformance = promises kept { $passed }, broken { $failed } (on recordings)
doctor-well = readable; { $n ->
    [one] { $n } review
   *[other] { $n } reviews
  } on the first page; we have { $own }, the platform says { $theirs }
not-a-link = { $url }: not a link; paste the address of a page from the browser
link-unknown = { $url }: no known platform. Supported: { $known }
doctor-figures = old reviews found: { $found } of { $known }; fields lost: { $drift }%; answers in a week: { $answers }; samples: { $samples }; next reading: { $next }
doctor-canary = another place of the platform { $url }: { $told }
doctor-canary-well = answers
toml-location = a name from [[location]]: opening hours and deadlines come from there
toml-location-example = Nevsky 12
toml-opt-in = the platform is off until you consent: { $why }
toml-access-may = the keys are optional; with them more is seen

## What is wrong with the configuration

config-unreadable = { $path }: { $why }; write the file first, config/otklik.example.toml is a start
config-platforms = there is no such platform; there are: { $known }
config-link-of-other = not a link that { $title } would show; it belongs to platform "{ $other }"
config-link-of-none = not a link that { $title } would show; `otklik source add LINK` tells more
config-no-location = there is no [[location]] with this name
config-access-allowed = there is no such key; allowed here: { $known }
config-access-needed = { $platform } needs it: { $what }
config-proxy = this is no proxy; write http://HOST:PORT or socks5://HOST:PORT
config-email = not a mail address; write name@example.org
config-praise-person = neither "*" nor the name of a [[person]]
config-person-location = neither "*" nor the name of a [[location]]
config-channel = write mail, telegram:CHAT, or webhook:NAME of a [[webhook]]
config-outbox = at most 24h
config-bias = from -3 to 3
config-languages = at least one of "ru", "en"
config-contact = person and channel must not be empty
config-model-url = https://…/v1; http:// only with internal = true
config-model-name = the name of the model as the service knows it is needed
config-model-timeout = from 1s to 2m
config-language = allowed: ru, en
config-unique = each needs a name of its own
config-no-variable = environment variable { $name } is not set
config-unknown-key = unknown key { $what }; allowed: { $allowed }
config-unknown-word = unknown word { $what }; allowed: { $allowed }
config-wrong-type = a value of the wrong kind: { $what }, needed: { $allowed }
config-missing-key = the key { $what } is missing
config-unreadable-here = cannot be read: { $what }
