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

cli-arg-action = What to do
cli-arg-config = Configuration file
cli-arg-json = Print JSON, one object per line
cli-arg-source = Name of a source in the configuration
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

cli-not-yet = not yet in this version
check-ok = fine
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
