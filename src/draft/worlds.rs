//! Kinds of business. A review of a bank that names a wheel or a suitcase uses a figure of speech; what stands apart
//! from the world of the review is not what it is about.

use super::aspects::Aspect;
use super::groups::{Group, Groups};
use super::situations::{Care, Situations};
use crate::domain::text::Reading;
use crate::domain::{Lang, Topic};

/// Words of things that another world does not have.
const APART_WORDS: [&str; 4] = ["phone", "телефон", "вещь", "ремонт"];
/// Points that an aspect of another world loses.
const APART: u32 = 6;

/// Words of its world that a review need not say where its platform knows no other: Steam sells games.
const AT_ITS_PLACE: usize = 3;

/// Platforms where applications are reviewed.
const STORES: [&str; 3] = ["google_play", "app_store", "rustore"];
/// Where posts of all kinds stand.
const SOCIAL: [&str; 8] = [
    "vk",
    "telegram",
    "ok",
    "facebook",
    "instagram",
    "youtube",
    "reddit",
    "x",
];
/// The world of every other platform: houses and things, nothing that runs on a screen unless it is spoken of.
const HOUSE: &str = "house";
/// Groups of what runs on a screen.
const ON_A_SCREEN: [&str; 2] = ["app", "game"];

/// Worlds whose words are everyday words.
const NEVER_ALONE: [&str; 5] = [STORY, "game", "study", "stay", "gym"];

/// Books and films: what happens in them happens to nobody's customer.
const STORY: &str = "story";

/// Groups of subjects that speak of one kind of business; a group in none of them fits everywhere.
const WORLDS: [(&str, &[&str]); 13] = [
    (
        "bank",
        &["bankcard", "credit", "deposit", "branch", "bank", "docs"],
    ),
    ("net", &["telecom"]),
    ("cafe", &["kitchen", "drinks", "dessert"]),
    ("app", &["app", "appuse", "login", "ads", "social"]),
    ("shop", &["goods", "expiry"]),
    ("stay", &["hotel"]),
    ("care", &["clinic", "beauty"]),
    ("gym", &["fitness"]),
    ("road", &["travel", "seat", "flight"]),
    ("car", &["car"]),
    ("study", &["edu"]),
    ("story", &["book", "film"]),
    ("game", &["game"]),
];

/// Worlds that are at home in another one: a bank has an application, a hotel has a kitchen.
const AT_HOME: [(&str, &[&str]); 9] = [
    ("bank", &["app"]),
    ("net", &["app"]),
    ("app", &["net", "bank"]),
    ("cafe", &["stay"]),
    ("shop", &["cafe"]),
    ("stay", &["cafe", "care", "net"]),
    ("care", &["stay"]),
    ("road", &["cafe", "stay", "net"]),
    ("game", &["app", "story"]),
];

/// In this world these groups are cared for by that one.
const ELSEWHERE: [(&str, &[&str], &str); 3] = [
    ("game", &["app", "appuse", "price", "hall", "support"], "game"),
    ("care", &["support"], "hall"),
    ("care", &["workshop", "laundry", "goods"], "beauty"),
];

/// Beginnings of words that tell a beauty salon from a clinic.
const SALON: [&str; 17] = [
    "салон",
    "стриж",
    "маникюр",
    "педикюр",
    "бров",
    "ресниц",
    "барбер",
    "парикмах",
    "волос",
    "ногт",
    "окраш",
    "укладк",
    "завивк",
    "биозавив",
    "haircut",
    "salon",
    "nails",
];
const MEDICAL: [&str; 10] = [
    "врач",
    "доктор",
    "клиник",
    "стоматолог",
    "медсестр",
    "зуб",
    "анализ",
    "doctor",
    "clinic",
    "dentist",
];

fn world(group: &str) -> Option<&'static str> {
    WORLDS
        .iter()
        .find(|(_, groups)| groups.contains(&group))
        .map(|(world, _)| *world)
}

/// Takes out what stands apart. The world is what the review says it is about («банк», "hotel"); where no
/// such word stands, the one that most aspects belong to.
/// `at`: the world of the platform, where it has one.
pub fn keep(lang: Lang, found: &mut Vec<Aspect>, words: &Situations, review: &Reading, at: Option<&str>) {
    let mut anchored: Vec<(&str, usize)> = words
        .anchors
        .iter()
        .map(|(world, stems)| {
            let home = if at == Some(world.as_str()) {
                AT_ITS_PLACE
            } else {
                0
            };
            (world.as_str(), stems.hits(review).len() + home)
        })
        .filter(|(_, n)| *n > 0)
        .collect();
    anchored.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    // «мысль», «начало» and "scene" are of a story only where one is spoken of
    let spoken = |w: &str| anchored.iter().any(|(v, _)| *v == w);
    // nor is a fault told of a game where none is: «сервер», «уровень» are said of much else
    found.retain(|a| {
        let alone = |w: &str| NEVER_ALONE.contains(&w) && (!a.situation || w == "game");
        world(&a.group.name).is_none_or(|w| !alone(w) || spoken(w))
    });
    // bedbugs with photos attached are no matter for developers
    if at == Some(HOUSE) && !words.screens(review) {
        found.retain(|a| world(&a.group.name).is_none_or(|w| !ON_A_SCREEN.contains(&w)));
        anchored.retain(|(w, _)| !ON_A_SCREEN.contains(w));
    }
    if let Some((_, most)) = anchored.first() {
        let least = (most * 2).div_ceil(3);
        let own: Vec<&str> = anchored
            .iter()
            .filter(|(_, n)| *n >= least)
            .map(|(w, _)| *w)
            .collect();
        // an account at a bank is not one at a restaurant
        let own_group = |name: &str| Groups::of(lang).named(name);
        if let Some(card) = own_group("bankcard").filter(|_| own.contains(&"bank")) {
            for a in found
                .iter_mut()
                .filter(|a| a.cases[0].starts_with("счёт") || a.cases[0].starts_with("счета"))
            {
                a.group = card;
            }
        }
        // nor a fault of a game one of a telephone, nor a talk at a salon one with the hotline
        for (world, from, to) in ELSEWHERE {
            if let Some(group) = own_group(to).filter(|_| own.contains(&world)) {
                for a in found.iter_mut().filter(|a| from.contains(&a.group.name.as_str())) {
                    a.group = group;
                    // nor is the player of a game asked for a telephone, nor a guest when the thing came from repair
                    let apart = |c: &&Care| {
                        c.ask
                            .iter()
                            .chain(&c.act)
                            .any(|t| APART_WORDS.iter().any(|w| t.contains(w)))
                    };
                    a.care = a.care.filter(|c| !apart(c));
                }
            }
        }
        // «процедура» at a hairdresser's is no matter for doctors
        let begins = |list: &[&str]| {
            let starts = |w: &crate::domain::text::Word| list.iter().any(|s| w.fold.starts_with(s));
            review.words.iter().any(starts)
        };
        if let Some(beauty) =
            own_group("beauty").filter(|_| own.contains(&"care") && begins(&SALON) && !begins(&MEDICAL))
        {
            for a in found.iter_mut().filter(|a| a.group.name == "clinic") {
                a.group = beauty;
                a.care = None;
            }
        }
        // nor a tint a tone of voice
        if own.contains(&"care") {
            found.retain(|a| a.situation || !a.cases[0].ends_with("тон"));
        }
        // nor the colour of hair a matter of a warehouse
        if let Some(hair) = own_group("beauty").filter(|_| own.contains(&"care")) {
            for a in found.iter_mut().filter(|a| a.cases[0].ends_with("цвет")) {
                a.group = hair;
            }
        }
        let fits = |a: &Aspect| {
            world(&a.group.name).is_none_or(|w| {
                let at_home = |o: &str| AT_HOME.iter().any(|(v, guests)| *v == o && guests.contains(&w));
                own.contains(&w) || own.iter().any(|o| at_home(o))
            })
        };
        found.retain(|a| fits(a));
        if own == [STORY] {
            found.retain(|a| {
                world(&a.group.name) == Some(STORY) || a.situation && a.group.topic == Topic::Delivery
            });
        }
        return;
    }
    of_most(found);
}

/// "The awesome game" is the author's word, ours is "the game".
pub fn in_plain_words(praised: &mut [Aspect]) {
    let on_a_screen = |a: &&mut Aspect| matches!(a.group.field.as_deref(), Some("game" | "app"));
    for aspect in praised.iter_mut().filter(on_a_screen).filter(|a| a.bare()) {
        aspect.cases = aspect.group.forms.cases();
    }
}

/// The review names a kind of business by its own words («банк», "hotel").
pub fn of_a_business(words: &Situations, review: &Reading) -> bool {
    let named = |(world, stems): &(String, crate::lint::pattern::Patterns)| {
        !NEVER_ALONE.contains(&world.as_str()) && stems.found(review)
    };
    words.anchors.iter().any(named)
}

/// The review is about a book or a film, by its own words.
pub fn of_a_story(words: &Situations, review: &Reading) -> bool {
    let count = |stems: &crate::lint::pattern::Patterns| stems.hits(review).len();
    let of = |story: bool| {
        let list = words.anchors.iter().filter(|(w, _)| (w == STORY) == story);
        list.map(|(_, stems)| count(stems)).max().unwrap_or(0)
    };
    of(true) > of(false) * 2
}

/// The world of a platform that has only one. A store of applications sells games too: there the review tells.
pub fn of_platform(words: &Situations, review: &Reading, platform: Option<&str>) -> Option<&'static str> {
    let of_a_game = |(world, stems): &(String, crate::lint::pattern::Patterns)| {
        world.as_str() == "game" && stems.found(review)
    };
    match platform? {
        "steam" => Some("game"),
        store if STORES.contains(&store) && !words.anchors.iter().any(of_a_game) => Some("app"),
        other if STORES.contains(&other) || SOCIAL.contains(&other) => None,
        _ => Some(HOUSE),
    }
}

/// Field of the phrases for a house that people come to: a salon, a café, a shop.
pub fn visited(words: &Situations, review: &Reading) -> Option<&'static str> {
    const FIELDS: [(&str, &str); 5] = [
        ("cafe", "place"),
        ("stay", "place"),
        ("care", "place"),
        ("gym", "place"),
        ("shop", "shop"),
    ];
    let counted = words
        .anchors
        .iter()
        .map(|(w, stems)| (w.as_str(), stems.hits(review).len()));
    let (most, _) = counted.filter(|(_, n)| *n > 0).max_by_key(|(_, n)| *n)?;
    FIELDS.iter().find(|(w, _)| *w == most).map(|(_, field)| *field)
}

/// Field of the phrases for what runs on a screen: the game or the application that the review is about by its own
/// words, or by where it stands. A hotel with an application is a hotel.
pub fn digital(words: &Situations, review: &Reading, platform: Option<&str>) -> Option<&'static str> {
    let counted = words
        .anchors
        .iter()
        .map(|(w, stems)| (w.as_str(), stems.hits(review).len()));
    let most = counted.filter(|(_, n)| *n > 0).max_by_key(|(_, n)| *n);
    let of_words = || most.and_then(|(w, _)| ON_A_SCREEN.into_iter().find(|field| w == *field));
    match of_platform(words, review, platform) {
        Some(HOUSE) => of_words().filter(|_| words.screens(review)),
        world => world.or_else(of_words),
    }
}

/// What runs the business by platform and words, where it is beyond doubt: one word is never enough, unless it names
/// the house itself on a map.
pub fn of_house(words: &Situations, review: &Reading, platform: Option<&str>) -> Option<&'static str> {
    let at = of_platform(words, review, platform);
    if let Some(world) = at.filter(|w| *w != HOUSE) {
        return Some(world);
    }
    let platform = platform.unwrap_or_default();
    if MARKETS.contains(&platform) {
        return Some("shop");
    }
    let screens = || at != Some(HOUSE) || words.screens(review);
    let counted = words
        .anchors
        .iter()
        .map(|(w, stems)| (w.as_str(), stems.hits(review).len()))
        .filter(|(w, _)| !ON_A_SCREEN.contains(w) || screens());
    let (most, n) = counted.filter(|(_, n)| *n > 0).max_by_key(|(_, n)| *n)?;
    let (world, _) = WORLDS.iter().find(|(w, _)| *w == most)?;
    let on_the_spot = MAPS.contains(&platform) && OF_A_PLACE.contains(world);
    (n > 1 || on_the_spot).then_some(*world)
}

/// Markets: what is reviewed there is a thing.
const MARKETS: [&str; 5] = ["wildberries", "ozon", "yandex_market", "amazon", "aliexpress"];
/// Maps and guides: what is reviewed there is a house.
const MAPS: [&str; 6] = [
    "2gis",
    "yandex_maps",
    "google",
    "google_maps",
    "tripadvisor",
    "zoon",
];
/// Worlds of houses that people come to.
const OF_A_PLACE: [&str; 4] = ["cafe", "stay", "care", "gym"];

/// A group of a kind of business is at home in the world of this one; a group of none is everywhere.
pub fn at_home(group: &str, house: Option<&str>) -> bool {
    world(group).is_none_or(|w| {
        house.is_some_and(|h| {
            let guests = AT_HOME.iter().find(|(v, _)| *v == h);
            // what happens in a story is no matter for whoever sells games
            h == w || w != STORY && guests.is_some_and(|(_, guests)| guests.contains(&w))
        })
    })
}

/// A house with people on duty, where one can ask who was.
pub fn has_a_shift(house: Option<&str>) -> bool {
    house.is_some_and(|h| OF_A_PLACE.contains(&h) || matches!(h, "bank" | "shop"))
}

/// What is done about a complaint of which only the world is known.
pub fn care(lang: Lang, house: Option<&str>, platform: Option<&str>) -> &'static Group {
    let groups = Groups::of(lang);
    let name = match house {
        Some("app") => "case_screen",
        Some("game") => "case_game",
        Some("shop") => "case_goods",
        Some("bank") => "case_bank",
        Some("cafe" | "stay" | "care" | "gym") => "case_place",
        _ if platform.is_some_and(|p| MAPS.contains(&p)) => "case_place",
        _ => "case_any",
    };
    groups.named(name).unwrap_or_else(|| groups.other())
}

fn of_most(found: &mut [Aspect]) {
    let mut worlds: Vec<(&str, u32)> = Vec::new();
    for world in found.iter().filter_map(|a| world(&a.group.name)) {
        match worlds.iter_mut().find(|(w, _)| *w == world) {
            Some((_, n)) => *n += 1,
            None => worlds.push((world, 1)),
        }
    }
    let Some(most) = worlds.iter().map(|(_, n)| *n).max() else {
        return;
    };
    for a in found {
        let own = world(&a.group.name).and_then(|w| worlds.iter().find(|(v, _)| *v == w));
        if own.is_some_and(|(_, n)| n * 2 <= most && *n < most) {
            a.score = a.score.saturating_sub(APART);
        }
    }
}
