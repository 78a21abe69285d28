//! How long a draft takes: read, worded twice, linted (issue: p95 at most 10 ms). `cargo bench --bench draft`.

use criterion::{Criterion, criterion_group, criterion_main};
use otklik::draft::{Input, draft};
use otklik::judge;
use std::hint::black_box;

const SHORT: &str = "Ждали сорок минут, кофе принесли холодный, официант нагрубил.";
const LONG: &str = "Были в субботу вечером большой компанией. Столик забронировали заранее, но нас попросили подождать, \
потому что бронь потеряли. Ждали сорок минут у входа, музыка играла так громко, что разговаривать было нельзя. \
Официант подошёл не сразу и отвечал грубо. Суп принесли холодный, в салате нашли волос, горячее перепутали. \
Когда попросили счёт, оказалось, что цены в меню и в чеке разные. Администратор сказала, что ничем не может помочь, \
и ушла. Деньги за перепутанное блюдо не вернули. Туалет грязный, на парковке нет мест. Десерты вкусные, интерьер \
красивый, но больше мы сюда не придём и друзьям не посоветуем.";

fn drafts(c: &mut Criterion) {
    for (name, text, platform) in [
        ("short review", SHORT, None),
        ("long review", LONG, None),
        ("long review, 350 characters", LONG, Some("google_play")),
    ] {
        let input = Input {
            review: judge::Input {
                id: "bench".into(),
                text: text.to_owned(),
                rating: Some(1),
                platform: platform.map(str::to_owned),
                ..judge::Input::default()
            },
            author: Some("Анна Петрова".to_owned()),
            now: "2026-11-23T09:00:00Z".parse().ok(),
            ..Input::default()
        };
        let limit = platform.and_then(otklik::lint::limit_of);
        let verdict = judge::judge(&input.review);
        c.bench_function(name, |b| {
            b.iter(|| draft(black_box(&input), &verdict, limit, &[]))
        });
        c.bench_function(&format!("{name}, judged as well"), |b| {
            b.iter(|| draft(black_box(&input), &judge::judge(&input.review), limit, &[]));
        });
    }
}

criterion_group!(benches, drafts);
criterion_main!(benches);
