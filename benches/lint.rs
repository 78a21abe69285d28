//! What one lint costs beside a plain regex pass over the same text. `cargo bench --bench lint`.
//!
//! Besides criterion's own figures it prints p50, p95 and p99 of single runs, because people wait for single runs.

use criterion::{Criterion, criterion_group, criterion_main};
use otklik::domain::Lang;
use otklik::lint::{Input, Review, lint, spelling};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// A reply of 1,000 characters with everything that the checks look at.
const REPLY: &str = "Здравствуйте, Анна! Спасибо, что так подробно написали о субботнем вечере. Суп действительно \
остыл на раздаче: вечером сломался подогрев, и горячее ждало официанта на холодной стойке. Музыка играла громче \
обычного, потому что в соседнем зале шёл праздник, и сорок минут ожидания в таком шуме кажутся вдвое длиннее. \
Подогрев починили в воскресенье утром, а громкость у дальних столиков ограничили после восьми. До 27 ноября \
старшая смены пересмотрит расписание официантов на пятницу и субботу, чтобы на двенадцать столов приходилось трое, \
и напишет Вам здесь, что изменилось. Деньги за суп вернули на карту сегодня. Официант, который не подошёл к столу, \
разобрал этот вечер вместе с наставником, и теперь на каждом столе стоит кнопка вызова. Извините за испорченный \
ужин. Если захочется рассказать ещё что-то или назвать удобный день, напишите, пожалуйста, в личные сообщения: их \
читает управляющая Мария, она в зале каждый вечер и помнит Ваш отзыв.";

const REVIEW: &str = "Суп принесли холодный, ждали сорок минут, музыка орёт, официант даже не подошёл. За такие деньги \
хочется другого отношения.";

fn padded() -> String {
    let text: String = REPLY
        .chars()
        .chain(" Спасибо за отзыв.".chars().cycle())
        .take(1_000)
        .collect();
    assert_eq!(text.chars().count(), 1_000);
    text
}

/// A published reply of the same length with every third word of its own.
fn another(n: usize) -> String {
    let words = REPLY.split(' ').enumerate();
    words
        .map(|(i, w)| {
            if i % 3 == 0 {
                format!("{w}{n} ")
            } else {
                format!("{w} ")
            }
        })
        .collect()
}

fn input(published: usize) -> Input {
    Input {
        text: padded(),
        platform: Some("yandex_maps".into()),
        review: Some(Review {
            text: REVIEW.into(),
            rating: Some(3),
            author: Some("Анна Петрова".into()),
            media: None,
        }),
        promise_by: Some("2026-11-27".into()),
        now: "2026-11-24T09:00:00Z".parse().ok(),
        published: (0..published).map(another).collect(),
        ..Input::default()
    }
}

/// Alternations over the same text, as a linter of regular expressions would try them.
fn regexes() -> Vec<regex::Regex> {
    let list = [
        r"(?i)ваш\w*\s+(мнение|отзыв|звонок)\s+(очень\s+)?(важ|цен)\w+",
        r"(?i)(приносим|просим)\s+(свои\s+)?(извинени|прощени)\w+",
        r"(?i)\b(извините|простите)\b",
        r"(?i)(сделаем|приложим)\s+вс[её]\s+\w+",
        r"(?i)вы\s+сами\s+\w+",
        r"(?i)(до|к)\s+\d{1,2}\s+(января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)",
        r"(?i)\b(провер|исправ|замен|верн|почин)\w+",
        r"\+?[78][\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}",
        r"[\w.+-]+@[\w-]+\.[\w.]+",
        r"(?i)(скидк|бонус|подар|промокод)\w*",
        r"\{[^}]*\}|\[[^\]]+\]",
        r"(?i)(как можно скорее|в ближайшее время|оперативно)",
    ];
    list.iter()
        .map(|r| regex::Regex::new(r).expect("a regex"))
        .collect()
}

fn spread(name: &str, mut run: impl FnMut()) {
    let mut times: Vec<Duration> = (0..2_000)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let at = |share: usize| times[times.len() * share / 100];
    println!("{name}: p50 {:?}, p95 {:?}, p99 {:?}", at(50), at(95), at(99));
}

fn benches(c: &mut Criterion) {
    spelling::prepare();
    let (alone, compared, regexes) = (input(0), input(200), regexes());
    let text = padded();
    let plain = || {
        regexes
            .iter()
            .map(|r| r.find_iter(black_box(&text)).count())
            .sum::<usize>()
    };
    spread("lint, 1,000 characters", || {
        drop(black_box(lint(&alone, None, Lang::Ru)))
    });
    // every text seen for the first time, as by `otklik lint`
    let mut first = Vec::new();
    for n in 0..200 {
        let mut input = compared.clone();
        for text in &mut input.published {
            text.insert_str(0, &format!("{n} "));
        }
        let start = Instant::now();
        drop(black_box(lint(&input, None, Lang::Ru)));
        first.push(start.elapsed());
    }
    first.sort_unstable();
    println!(
        "lint beside 200 texts never seen before: p50 {:?}, p95 {:?}",
        first[100], first[190]
    );
    spread("lint beside 200 published texts", || {
        drop(black_box(lint(&compared, None, Lang::Ru)))
    });
    spread("twelve regexes over the same text", || {
        black_box(plain());
    });
    c.bench_function("lint 1,000 characters", |b| {
        b.iter(|| lint(black_box(&alone), None, Lang::Ru))
    });
    c.bench_function("lint 1,000 characters beside 200 published", |b| {
        b.iter(|| lint(black_box(&compared), None, Lang::Ru));
    });
    c.bench_function("twelve regexes over 1,000 characters", |b| b.iter(plain));
}

criterion_group! {
    name = group;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(3));
    targets = benches
}
criterion_main!(group);
