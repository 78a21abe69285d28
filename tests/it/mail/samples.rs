//! Views as a busy coffee house would see them.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use otklik::domain::health::Concern;
use otklik::domain::{Lang, Role, Sensitive, Topic, Urgency};
use otklik::draft::Length;
use otklik::mail::digest::{Coverage, Dim, Item, PromiseItem, Promises, TopicLine, View as Digest};
use otklik::mail::view::{Place, Reader, platform};
use otklik::mail::{
    Account, AccountKind, Alert, Approval, Help, Hero, Praise, Probe, Promise, PromiseWhy, Quote, Source,
    Topic as Recurring, View, Warning, Why,
};
use otklik::store::digest::{Burning, Counts};
use otklik_adapters::Failure;

/// 21 November 2026, 09:30 in Moscow.
pub fn now() -> DateTime<Utc> {
    "2026-11-21T06:30:00Z".parse().expect("an instant")
}

fn after(hours: i64) -> DateTime<Utc> {
    now() + TimeDelta::hours(hours)
}

pub fn reader() -> Reader {
    Reader {
        name: "maria".into(),
        role: Role::Owner,
        zone: Tz::Europe__Moscow,
        business: "Зерно".into(),
        base: "https://otklik.example.org".into(),
        now: now(),
    }
}

pub fn place(lang: Lang) -> Place {
    Place {
        platform: platform("yandex_maps", lang),
        location: Some("Невский, 12".into()),
        author: Some("Анна П.".into()),
        stars: Some(1),
        zone: Tz::Europe__Moscow,
    }
}

const STORIES: [(&str, &str, &str); 5] = [
    (
        "Долго ждали заказ, кофе принесли холодным",
        "Пришли вдвоём в субботу. Кофе холодный, сорок минут ждали, администратор развела руками и ушла на кухню.",
        "in_review",
    ),
    (
        "Не вернули деньги за отменённую доставку",
        "Заказ отменили сами, деньги не вернули уже неделю, на звонки не отвечают",
        "none",
    ),
    ("Грубость на кассе", "Кассир нагрубила моей маме", "draft"),
    (
        "В зале грязно",
        "Столы липкие, салфеток нет, пол не мыли, наверное, с прошлого года. Больше ни ногой, и друзьям расскажу, какая тут чистота и какой тут сервис за такие деньги!",
        "published",
    ),
    (
        "Перепутали десерт",
        "Заказывали медовик, принесли наполеон",
        "verified_live",
    ),
];

pub fn item(n: usize, lang: Lang) -> Item {
    let (summary, body, state) = STORIES[n % STORIES.len()];
    let far = n % 3 == 1;
    Item {
        thread_id: format!("0193{n:04}"),
        place: Place {
            location: Some(
                if far {
                    "Светланская, 7"
                } else {
                    "Невский, 12"
                }
                .into(),
            ),
            zone: if far {
                Tz::Asia__Vladivostok
            } else {
                Tz::Europe__Moscow
            },
            stars: (n % 4 != 3).then_some(1 + u8::try_from(n % 2).expect("small")),
            ..place(lang)
        },
        summary: summary.into(),
        body: body.into(),
        state: state.into(),
        official: false,
        reply_by: Some(after(4)),
        open: !matches!(state, "published" | "verified_live"),
    }
}

/// A digest with `n` negative reviews, of which the first two thirds burn.
pub fn digest(n: i64, lang: Lang) -> Digest {
    let burning = Burning {
        overdue: n / 3,
        today: (n + 1) / 3,
    };
    let counts = Counts {
        came: n + n / 2,
        negative: n,
        people: n - n / 5,
        answered: n / 4,
        waiting: n / 5,
        overdue: n / 3,
        left: n / 11,
        working: n - n / 4 - n / 5 - n / 3 - n / 11,
    };
    let burns = burning.overdue + burning.today;
    let shown = burns.min(otklik::mail::digest::BURNING);
    let others = (n - burns).min(otklik::mail::digest::OTHERS);
    let items = |from: i64, count: i64| {
        let one = |k| {
            let mut item = item(usize::try_from(k).expect("small"), lang);
            if k < burns {
                // what burns has no answer yet; the overdue ones come first
                item.reply_by = Some(after(if k < burning.overdue { -2 } else { 3 + k % 5 }));
                item.state = if k % 2 == 0 {
                    "in_review".into()
                } else {
                    "none".into()
                };
                item.open = true;
            }
            item
        };
        (from..from + count).map(one).collect()
    };
    Digest {
        reader: reader(),
        from: now() - TimeDelta::days(1),
        to: now(),
        locations: (0..12).map(|k| format!("Точка {k}")).collect(),
        counts,
        burning,
        burning_items: items(0, shown),
        other_items: items(shown, others),
        others: n - burns,
        recovered: n / 5,
        promises: promises(n, lang),
        topics: topics(n),
        coverage: coverage(),
    }
}

fn promises(n: i64, lang: Lang) -> Promises {
    let one = |k: i64| PromiseItem {
        thread_id: format!("0194{k:04}"),
        place: place(lang),
        what: "До 24 ноября управляющая Мария напишет вам, что изменилось.".into(),
        owner: "Мария".into(),
        by: after(if k < n / 10 { -20 } else { 8 }),
        late: k < n / 10,
    };
    Promises {
        today: n / 5,
        late: n / 10,
        kept: n / 4,
        items: (0..(n / 5 + n / 10).min(10)).map(one).collect(),
    }
}

fn topics(n: i64) -> Vec<TopicLine> {
    let all = [
        (Topic::Waiting, "Мария", 2),
        (Topic::Staff, "", 1),
        (Topic::Quality, "", 0),
    ];
    let shown = usize::try_from(n.min(3)).expect("small");
    let line = |(k, (topic, owner, places)): (usize, &(Topic, &str, usize))| TopicLine {
        topic: *topic,
        people: n - k as i64,
        before: n / 3,
        locations: ["Невский, 12", "Литейный, 5"][..*places]
            .iter()
            .map(|l| (*l).into())
            .collect(),
        first: "2026-11-09T10:00:00Z".parse().expect("an instant"),
        owners: Some((*owner).to_owned())
            .filter(|o| !o.is_empty())
            .into_iter()
            .collect(),
        back: k == 1,
    };
    all[..shown].iter().enumerate().map(line).collect()
}

pub fn promise(why: PromiseWhy, lang: Lang) -> Promise {
    Promise {
        reader: reader(),
        thread_id: "01930004".into(),
        place: place(lang),
        why,
        summary: STORIES[0].0.into(),
        what: "До 24 ноября управляющая Мария напишет вам, что изменилось.".into(),
        owner: "Мария".into(),
        public_by: after(match why {
            PromiseWhy::Internal => 30,
            PromiseWhy::Late => -2,
            _ => -40,
        }),
        named: why != PromiseWhy::Climbed,
        kept_at: (why == PromiseWhy::FollowUp).then(|| after(-48)),
    }
}

pub fn recurring() -> Recurring {
    Recurring {
        reader: reader(),
        topic: Topic::Waiting,
        location: Some("Невский, 12".into()),
        fixed_on: "2026-11-10".into(),
        people: 3,
    }
}

pub fn praise(lang: Lang) -> Praise {
    let quote = |words: &str| Quote {
        place: Place {
            stars: Some(5),
            author: Some("Игорь К.".into()),
            ..place(lang)
        },
        words: words.into(),
        thread_id: "01930005".into(),
    };
    let hero = |name: &str, words: &[&str]| Hero {
        name: name.into(),
        quotes: words.iter().map(|w| quote(w)).collect(),
    };
    Praise {
        reader: Reader {
            role: Role::Viewer,
            ..reader()
        },
        from: now() - TimeDelta::days(7),
        to: now(),
        heroes: vec![
            hero(
                "Марина",
                &[
                    "Отдельное спасибо Марине, она помогла выбрать торт!",
                    "Марина на кассе — солнышко.",
                ],
            ),
            hero("Дмитрий", &["Дмитрий сварил лучший раф в городе."]),
        ],
    }
}

pub fn help(lang: Lang) -> Help {
    Help {
        reader: reader(),
        thread_id: "01930006".into(),
        place: place(lang),
        who: "Ирина".into(),
        summary: STORIES[2].0.into(),
    }
}

/// 8 of 9 green, one blind since 03:10, next try at 09:42 (Moscow).
pub fn coverage() -> Coverage {
    Coverage {
        total: 9,
        green: 8,
        new: 0,
        dim: vec![Dim {
            name: "2ГИС, Невский, 12".into(),
            blind: true,
            failure: Some(Failure::blocked("captcha")),
            concerns: vec![Concern::Failing],
            since: Some("2026-11-21T00:10:00Z".parse().expect("an instant")),
            next: now() + TimeDelta::minutes(12),
        }],
    }
}

pub fn alert(lang: Lang) -> Alert {
    Alert {
        reader: Reader { role: Role::OnCall, name: "Дежурный Олег".into(), ..reader() },
        thread_id: "01930001".into(),
        place: Place { location: Some("Литейный, 5".into()), ..place(lang) },
        urgency: Urgency::Critical,
        topics: vec![Topic::Safety, Topic::Quality],
        sensitive: None,
        summary: "После салата отравилась вся семья, вызывали скорую".into(),
        title: None,
        body: "Взяли цезарь с собой. Ночью отравились всей семьёй, вызывали скорую.\n\nЧек есть, врач записал. Буду писать в Роспотребнадзор!".into(),
        because: vec!["отравились всей семьёй".into(), "вызывали скорую".into(), "Роспотребнадзор".into()],
        blamed: Vec::new(),
        folded: false,
        media: 2,
        edits: 1,
        history: Some((3, 1)),
        told: vec![("Ирина".into(), "mail".into()), ("Ирина".into(), "telegram:42".into())],
        reply_by: Some(after(4)),
        climbs: Some((now() + TimeDelta::minutes(15), vec!["Мария".into(), "Пётр".into()])),
        take: "https://otklik.example.org/link/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".into(),
    }
}

pub fn sensitive(lang: Lang) -> Alert {
    Alert {
        sensitive: Some(Sensitive::Injury),
        told: Vec::new(),
        climbs: None,
        history: Some((0, 0)),
        media: 0,
        edits: 0,
        summary: "Ребёнок обжёгся чаем".into(),
        body: "Официант опрокинул чай, у дочки ожог руки.".into(),
        because: vec!["ожог".into()],
        ..alert(lang)
    }
}

/// Praise first, blame far down in a long review.
pub fn mixed(lang: Lang) -> Alert {
    let body = "Кофе вкусный, девушки на кассе милые. Ходили к вам каждую неделю, водили друзей, советовали всем, брали \
                торты на праздники и ни разу не жаловались, хотя очереди бывали. Теперь деньги за отменённый заказ не \
                возвращают третью неделю, трубку бросают. Иду в Роспотребнадзор. Столы к тому же липкие.";
    Alert {
        urgency: Urgency::High,
        topics: vec![Topic::Refund, Topic::Staff],
        place: Place {
            stars: Some(2),
            ..place(lang)
        },
        summary: "Не возвращают деньги за отменённый заказ".into(),
        body: body.into(),
        because: vec!["Роспотребнадзор".into()],
        blamed: vec![
            "Теперь деньги за отменённый заказ не возвращают третью неделю, трубку бросают".into(),
            "Столы к тому же липкие".into(),
        ],
        media: 0,
        edits: 0,
        ..alert(lang)
    }
}

pub fn approval(lang: Lang) -> Approval {
    Approval {
        reader: Reader { role: Role::Manager, ..reader() },
        thread_id: "01930002".into(),
        place: place(lang),
        summary: "Долго ждали заказ, кофе принесли холодным".into(),
        title: Some("Больше не придём".into()),
        body: STORIES[0].1.into(),
        folded: false,
        media: 1,
        edits: 0,
        draft: "Анна, здравствуйте. Кофе остыл, потому что заказ стоял на выдаче: в субботу на смене не хватило бариста.\n\nМы добавили человека на выходные. До 24 ноября управляющая Мария напишет вам, что изменилось.\n\nПриносим извинения за ожидание.".into(),
        length: Length { used: 231, max: Some(350), unit: "chars".into() },
        findings: Some((0, 1)),
        by_hand: true,
        promise_by: Some("2026-11-24".into()),
        promise_owner: Some("Мария".into()),
        reply_by: Some(after(4)),
        approve: "https://otklik.example.org/link/BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB".into(),
    }
}

pub fn source() -> Source {
    Source {
        reader: reader(),
        name: "2ГИС, Невский, 12".into(),
        key: "2gis-nevsky".into(),
        failure: Some(Failure::drift("items[0].rating")),
        concerns: vec![Concern::Failing],
        since: "2026-11-21T00:10:00Z".parse().expect("an instant"),
        seen: Some("2026-11-20T23:40:00Z".parse().expect("an instant")),
        next: now() + TimeDelta::minutes(12),
    }
}

pub fn warning(why: Why, lang: Lang) -> Warning {
    Warning {
        reader: reader(),
        thread_id: "01930003".into(),
        place: place(lang),
        why,
        summary: STORIES[0].0.into(),
        body: STORIES[0].1.into(),
        folded: false,
        reply: (why != Why::DueSoon).then(|| approval(lang).draft),
        reply_by: Some(after(1)),
    }
}

pub fn account(kind: AccountKind) -> Account {
    let link = format!("https://otklik.example.org/{}/{}", kind.word(), "C".repeat(64));
    Account {
        reader: reader(),
        kind,
        link,
        hours: 24,
    }
}

/// One of every kind, by a name for snapshots and pictures.
pub fn all(lang: Lang) -> Vec<(String, View)> {
    let mut out = vec![
        ("alert".into(), View::Alert(alert(lang))),
        ("alert-sensitive".into(), View::Alert(sensitive(lang))),
        ("alert-mixed".into(), View::Alert(mixed(lang))),
        ("approval".into(), View::Approval(approval(lang))),
        ("invite".into(), View::Account(account(AccountKind::Invite))),
        ("reset".into(), View::Account(account(AccountKind::Reset))),
        ("source".into(), View::Source(source())),
        ("test".into(), View::Probe(Probe { reader: reader() })),
    ];
    for why in Why::ALL {
        out.push((format!("warning-{why}"), View::Warning(warning(*why, lang))));
    }
    for why in PromiseWhy::ALL {
        out.push((format!("promise-{why}"), View::Promise(promise(*why, lang))));
    }
    out.push(("topic".into(), View::Topic(recurring())));
    out.push(("praise".into(), View::Praise(praise(lang))));
    out.push(("help".into(), View::Help(help(lang))));
    let insult = Alert {
        folded: true,
        ..mixed(lang)
    };
    out.push(("alert-insult".into(), View::Alert(insult)));
    let insult = Approval {
        folded: true,
        ..approval(lang)
    };
    out.push(("approval-insult".into(), View::Approval(insult)));
    for n in [0, 1, 2, 5, 11, 21, 111] {
        out.push((format!("digest-{n}"), View::Digest(digest(n, lang))));
    }
    out
}
