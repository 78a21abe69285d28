//! `otklik demo`.

use super::args::{DemoAction, DemoArgs};
use super::{Exit, open, person, show};
use crate::demo::live::{Demo, set_mood};
use crate::demo::site::Mood;
use crate::mail::link::Purpose;
use crate::{demo, i18n};
use anyhow::Result;

/// Runs the demo, tells its story, or changes a platform's mood.
///
/// # Errors
/// Disk, database or a taken address.
pub async fn run(args: DemoArgs) -> Result<Exit> {
    let lang = i18n::of_environment();
    match args.action {
        Some(DemoAction::Break { platform }) => {
            set_mood(&args.data, &platform, Mood::Blind)?;
            show::text(&i18n::t(lang, "demo-broken", &[("platform", platform.into())]))?;
            return Ok(Exit::Done);
        }
        Some(DemoAction::Mend { platform }) => {
            set_mood(&args.data, &platform, Mood::Well)?;
            show::text(&i18n::t(lang, "demo-mended", &[("platform", platform.into())]))?;
            return Ok(Exit::Done);
        }
        None => {}
    }
    if args.once {
        let summary = demo::once::run(&args.data, args.database.as_deref()).await?;
        show::line(&summary)?;
        let clean = summary.jobs_failed == 0 && summary.published_twice == 0;
        return Ok(if clean { Exit::Done } else { Exit::Partly });
    }
    let demo = Demo::open(&args.data, args.database.as_deref(), args.listen).await?;
    let base = format!("http://{}", args.listen);
    eprintln!("{}", i18n::t(lang, "demo-started", &[]));
    for name in ["manager", "owner"] {
        let link = person::link(&demo.app.ctx, name, Purpose::Invite).await?;
        eprintln!("  {:<9} {link}", i18n::word(lang, "role", name));
    }
    eprintln!("  {:<9} {base}/mails", i18n::t(lang, "demo-mails", &[]));
    eprintln!("  {:<9} {}", i18n::t(lang, "demo-site", &[]), demo.site_page());
    demo.run(open::stop_signal()?).await?;
    Ok(Exit::Done)
}
