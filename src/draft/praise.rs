//! What thanks are made of: what was told, told back; a few words of the author's own; what he says of himself; the remark
//! beside his praise.

use super::aspects::{Aspect, Aspects, joined};
use super::clauses::{Clauses, Feeling};
use super::dice::Dice;
use super::phrases::Facts;
use super::situations::Situations;
use super::spin::Value;
use super::{cite, words};
use crate::domain::Lang;
use crate::domain::text::{Reading, Word};
use crate::lint::name::is_given;
use std::ops::{Range, RangeInclusive};

/// Weight from which a second story is told beside the first.
const SECOND: u32 = 9;
/// Weight from which what people did is told before what they made.
const PARTICULAR: u32 = 12;
/// Words of a phrase that is worth repeating though nothing in it is rare.
const PLAIN_QUOTE: RangeInclusive<usize> = 3..=6;
/// Nobody is thanked for the bare word.
const SAYS_NOTHING: [&str; 18] = [
    "банк",
    "работа банка",
    "the bank",
    "the app",
    "сервис",
    "обслуживание",
    "качество",
    "работа",
    "услуги",
    "услуга",
    "отношение",
    "место",
    "специалисты",
    "результаты",
    "the service",
    "the quality",
    "the place",
    "the work",
];

/// What an author says of himself: sentences that take it up.
type Touch = &'static [String];

/// Everything an answer to praise takes from the review.
#[derive(Debug, Clone, Default)]
pub struct Praise {
    /// Verbatim, from a clause of praise.
    cited: Option<String>,
    /// What is wished for or objected to, in our words (prepositional).
    remark: Option<String>,
    /// The same in the author's own, where we have none.
    remark_quote: Option<String>,
    /// There is a remark at all.
    remarks: bool,
    touch: Touch,
    /// He means to come back, or sends others.
    returns: Touch,
    /// «три года»: how long he has been coming.
    years: Option<String>,
}

impl Praise {
    /// Reads them. `glad`: the whole is praise; else only what a complaint asks for is read.
    pub fn read(lang: Lang, review: &Reading, aspects: &Aspects, told: &[Aspect], glad: bool) -> Praise {
        let situations = Situations::of(lang);
        let touch = |returns| situations.touches(review, glad, returns).unwrap_or_default();
        let mut praise = Praise {
            touch: touch(false),
            remarks: situations.mild.found(review) && !(glad && situations.solved(review)),
            ..Praise::default()
        };
        if !glad {
            return praise;
        }
        praise.returns = touch(true);
        praise.years = years(lang, review);
        let clauses = Clauses::new(review, situations);
        let each = clauses.each();
        praise.cited = best_quote(lang, review, &clauses, &each, told);
        let fold = |c: &Range<usize>, list: &[&str]| {
            review.words[c.clone()]
                .iter()
                .any(|w| list.contains(&w.fold.as_str()))
        };
        let remark = each.iter().find(|c| {
            let turned = clauses.aside(c.start) && clauses.feeling(c.start) != Feeling::Good;
            let denied = lang == Lang::En && fold(c, &["not", "no", "isn't", "doesn't", "don't", "lacks"]);
            let blamed = clauses.feeling(c.start) == Feeling::Bad && aspects.within(c).is_some();
            clauses.wished(c.start) || turned && (denied || blamed || lang == Lang::En && fold(c, &["bad"]))
        });
        if let Some(clause) = remark.filter(|_| !situations.solved(review)) {
            praise.remarks = true;
            // the clause behind «единственное, что» goes on to say what
            let next = each
                .iter()
                .find(|c| c.start == clause.end && clauses.wished(c.start));
            let parts: Vec<_> = [Some(clause), next].into_iter().flatten().collect();
            let named = parts.iter().find_map(|c| aspects.within(c));
            praise.remark = named.map(|a| a.cases[4].clone());
            let own = parts
                .iter()
                .find_map(|c| cite::beginning(lang, review, wish(review, c)));
            praise.remark_quote = own.filter(|_| praise.remark.is_none());
        }
        praise
    }

    /// The same without a word of the author's.
    pub fn in_our_words(&self) -> Praise {
        Praise {
            cited: None,
            remark_quote: None,
            ..self.clone()
        }
    }

    /// What a complaint too takes up: one sentence about what the author says of himself.
    pub fn touch(&self, dice: &mut Dice) -> Option<Value> {
        self.touch
            .get(dice.draw(self.touch.len()))
            .cloned()
            .map(Value::plain)
    }

    /// Fills the slots; `things` are what is praised, best first.
    pub fn fill(&self, lang: Lang, things: &[&Aspect], brief: bool, dice: &mut Dice, facts: &mut Facts) {
        if self.remarks {
            facts.flags.insert("remark");
        }
        let mut put = |name: &'static str, value: Option<Value>| {
            if let Some(value) = value.filter(|v| !v.text.is_empty()) {
                facts.slots.insert(name, value);
                facts.flags.insert(name);
            }
        };
        let stories: Vec<&Aspect> = things.iter().copied().filter(|a| !a.glad.is_empty()).collect();
        let says = |a: &&&Aspect| a.glad.is_empty() && !SAYS_NOTHING.contains(&a.cases[0].as_str());
        let named: Vec<&Aspect> = things.iter().filter(says).copied().collect();
        let mut told = |a: &&Aspect| a.glad.get(dice.draw(a.glad.len())).cloned();
        let first = stories.first().and_then(&mut told);
        let another = |a: &&&Aspect| a.score >= SECOND && a.group.name != stories[0].group.name;
        let second = stories.iter().skip(1).find(another).and_then(&mut told);
        let most = if first.is_some() || brief { 1 } else { 2 };
        let liked = liked(lang, &named[..named.len().min(most)], dice);
        // a cake says more than who sold it
        let people = stories
            .first()
            .is_some_and(|a| a.group.name == "hall" && a.score < PARTICULAR);
        let (glad, glad2) = match first {
            Some(first) if people && liked.is_some() => (liked, Some(first)),
            Some(first) => (Some(first), second.or(liked)),
            None => (liked, None),
        };
        match (glad, glad2.filter(|_| !brief)) {
            (Some(first), Some(second)) => {
                put("glad1", Some(Value::new(first)));
                put("glad2", Some(Value::new(second)));
            }
            (glad, _) => put("glad", glad.map(Value::new)),
        }
        put("cited", self.cited.clone().map(Value::plain));
        let about = self.remark.as_deref().map(|r| words::about(lang, r));
        put("remark_about", about.map(Value::new));
        put("remark_quote", self.remark_quote.clone().map(Value::plain));
        put("years", self.years.clone().map(Value::plain));
        let mut one = |touch: Touch| touch.get(dice.draw(touch.len())).cloned().map(Value::plain);
        put("touch", one(self.touch));
        put("returns", one(self.returns));
    }
}

/// What is wished for, without the words of wishing: «жаль, что», "wish there were".
fn wish(review: &Reading, clause: &Range<usize>) -> Range<usize> {
    const WISHING: [&str; 22] = [
        "жаль",
        "жалко",
        "что",
        "единственное",
        "единственный",
        "минус",
        "только",
        "хотелось",
        "бы",
        "было",
        "из",
        "минусов",
        "но",
        "wish",
        "only",
        "one",
        "thing",
        "i",
        "there",
        "was",
        "were",
        "but",
    ];
    let words = &review.words[clause.clone()];
    let first = words.iter().position(|w| !WISHING.contains(&w.fold.as_str()));
    clause.start + first.unwrap_or(0)..clause.end
}

/// How often an answer begins alike or thanks again: each word of joy and thanks behind its first.
pub fn repeats(text: &str) -> usize {
    const WORDS: [&str; 15] = [
        "довольн",
        "понрав",
        "по душе",
        "оцени",
        "рады",
        "приятн",
        "спасибо",
        "благодар",
        "хорошо",
        "дорож",
        "слова",
        "glad",
        "thank",
        "happy",
        "enjoy",
    ];
    let text = text.to_lowercase();
    let said = |w: &str| text.matches(w).count().saturating_sub(1);
    let thanks = usize::from(text.contains("спасибо") && text.contains("благодар"));
    WORDS.iter().map(|w| said(w)).sum::<usize>() + thanks + text.matches('!').count().saturating_sub(2)
}

/// «Вам понравилась стрижка», "you enjoy the gunplay".
fn liked(lang: Lang, things: &[&Aspect], dice: &mut Dice) -> Option<String> {
    let and = lang.pick(" и ", " and ");
    let things: Vec<Aspect> = things.iter().map(|a| in_plain_words(a)).collect();
    let things: &[&Aspect] = &things.iter().collect::<Vec<_>>();
    let case = |n: usize| joined(things, n, and).map(|v| v.text);
    let first = things.first()?;
    let (nom, ins) = (case(0)?, case(3)?);
    if lang == Lang::En {
        let game = first.group.field.as_deref() == Some("game");
        let ways: &[&str] = if game {
            &["you enjoy", "you like", "you have fun with"]
        } else {
            &["you liked", "you were happy with", "you are pleased with"]
        };
        return Some(format!("{} {nom}", ways[dice.draw(ways.len())]));
    }
    let end = match things.len() {
        1 => ending(&first.cases[0], &first.cases[1]),
        _ => "и",
    };
    Some(match dice.draw(5) {
        0 => format!("Вам понравил{} {nom}", reflexive(end)),
        1 => format!("{nom} Вам по душе"),
        2 => format!("Вы остались довольны {ins}"),
        3 => format!("{nom} Вас порадовал{end}"),
        _ => format!("Вам так понравил{} {nom}", reflexive(end)),
    })
}

/// «Вам понравилась приятная атмосфера» says the same twice.
fn in_plain_words(thing: &Aspect) -> Aspect {
    const KIND: [&str; 11] = [
        "приятн",
        "хорош",
        "отличн",
        "прекрасн",
        "замечательн",
        "шикарн",
        "классн",
        "чудесн",
        "красив",
        "вкусн",
        "лучш",
    ];
    let mut thing = thing.clone();
    let kind = |text: &str| KIND.iter().any(|k| text.to_lowercase().starts_with(k));
    for case in thing.cases.iter_mut().filter(|c| kind(c)) {
        if let Some((_, noun)) = case.split_once(' ') {
            *case = noun.to_owned();
        }
    }
    thing
}

fn reflexive(end: &str) -> &'static str {
    match end {
        "а" => "ась",
        "о" => "ось",
        "и" => "ись",
        _ => "ся",
    }
}

/// Ending of a past tense that agrees with what stands in the nominative; the genitive tells «слова, слов» from
/// «стрижка, стрижки».
fn ending(nom: &str, gen_: &str) -> &'static str {
    let first = |s: &str| s.split_whitespace().next().unwrap_or_default().to_lowercase();
    let (nom, of) = (first(nom), first(gen_));
    let ends = |word: &str, list: &[&str]| list.iter().any(|e| word.ends_with(e));
    if nom == of && nom != "кофе" {
        return if ends(&nom, &["и", "ы"]) { "и" } else { "о" };
    }
    if ends(&of, &["ого", "его"]) {
        return if ends(&nom, &["ое", "ее"]) { "о" } else { "" };
    }
    if ends(&of, &["ых", "их"]) || ends(&nom, &["ы", "и"]) {
        return "и";
    }
    if ends(&nom, &["мя"]) {
        return "о";
    }
    if ends(&nom, &["а", "я"]) {
        return if ends(&of, &["ы", "и", "ой", "ей"]) {
            "а"
        } else {
            "и"
        };
    }
    if nom.ends_with('ь') && of.ends_with('и') {
        return "а";
    }
    if ends(&nom, &["о", "е", "ё"]) && nom != "кофе" {
        return "о";
    }
    ""
}

/// The phrase that is worth repeating most: rare words before plain ones, and what is told back already last of all.
fn best_quote(
    lang: Lang,
    review: &Reading,
    clauses: &Clauses,
    each: &[Range<usize>],
    told: &[Aspect],
) -> Option<String> {
    let situations = Situations::of(lang);
    let (vivid, bland) = (situations.vivid.hits(review), situations.bland.hits(review));
    let inside = |c: &Range<usize>, word: usize| c.contains(&word);
    let fine = |c: &&Range<usize>| {
        let feeling = clauses.feeling(c.start);
        let calm = !clauses.wished(c.start)
            && !clauses.aside(c.start)
            && !(c.start..c.end).any(|w| clauses.lacked(w));
        calm && feeling != Feeling::Bad && !review.sentences[review.words[c.start].sentence].question
    };
    // «администратор приготовила кофе» is no word about Татти of another sentence
    let of_another = |c: &Range<usize>| {
        let sentence = review.words[c.start].sentence;
        let others = |w: &Word| w.sentence == sentence && OTHERS.iter().any(|o| w.fold.starts_with(o));
        let named = |w: &&Word| w.capital && is_given(&w.fold);
        let (inside, outside): (Vec<_>, Vec<_>) = review
            .words
            .iter()
            .filter(|w| named(w))
            .partition(|w| w.sentence == sentence);
        review.words.iter().any(others) && inside.is_empty() && !outside.is_empty()
    };
    let fine = |c: &&Range<usize>| fine(c) && !of_another(c);
    for clause in each.iter().filter(fine) {
        let Some(hit) = vivid.iter().find(|h| inside(clause, h.word)) else {
            continue;
        };
        let last = review
            .words
            .iter()
            .rposition(|w| w.end <= hit.end)
            .unwrap_or(hit.word);
        let around = |from: usize| cite::cut(lang, review, from..clause.end);
        let just = || cite::cut(lang, review, hit.word..last + 1);
        if let Some(text) = around(clause.start).or_else(just).or_else(|| around(hit.word)) {
            return Some(text);
        }
    }
    let plain = each.iter().filter(fine).filter(|c| {
        clauses.feeling(c.start) == Feeling::Good
            && PLAIN_QUOTE.contains(&c.len())
            && !bland.iter().any(|h| inside(c, h.word))
            && !told.iter().take(2).any(|a| inside(c, a.place().start))
    });
    plain
        .max_by_key(|c| c.len())
        .and_then(|c| cite::cut(lang, review, c.clone()))
}

/// Colleagues beside whom a quotation is not about whoever is named elsewhere.
const OTHERS: [&str; 4] = ["администратор", "ресепш", "персонал", "reception"];

/// «три года», where the author has been coming for so long.
fn years(lang: Lang, review: &Reading) -> Option<String> {
    const COUNTED: [&str; 9] = [
        "два",
        "три",
        "четыре",
        "пять",
        "шесть",
        "семь",
        "восемь",
        "девять",
        "десять",
    ];
    const COMING: [&str; 11] = [
        "хожу",
        "ходим",
        "езжу",
        "ездим",
        "клиент",
        "стригусь",
        "пользу",
        "посеща",
        "прихо",
        "крашусь",
        "обслужива",
    ];
    if lang == Lang::En {
        return None;
    }
    let words = &review.words;
    let coming = |sentence: usize| {
        let of = words.iter().filter(|w| w.sentence == sentence);
        of.clone().any(|w| COMING.iter().any(|c| w.fold.starts_with(c)))
    };
    words.windows(2).enumerate().find_map(|(at, pair)| {
        let (n, unit) = (pair[0].fold.as_str(), pair[1].fold.as_str());
        let counted = COUNTED.contains(&n) || n.parse().is_ok_and(|n: u32| (2..=40).contains(&n));
        // «с 5 лет», «больше двух лет» in another case
        let alone = at
            .checked_sub(1)
            .map(|b| words[b].fold.as_str())
            .is_none_or(|w| !["с", "в", "от", "до", "дочь", "сын"].contains(&w) && w.parse::<u32>().is_err());
        let fits = counted && ["года", "лет"].contains(&unit) && alone && coming(pair[0].sentence);
        fits.then(|| format!("{n} {unit}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pleased_agrees_with_its_verb() {
        for (nom, of, end) in [
            ("стрижка", "стрижки", "а"),
            ("красивая укладка", "красивой укладки", "а"),
            ("маникюр", "маникюра", ""),
            ("стойкий результат", "стойкого результата", ""),
            ("окрашивание", "окрашивания", "о"),
            ("мастера", "мастеров", "и"),
            ("брови", "бровей", "и"),
            ("запись", "записи", "а"),
            ("доступные цены", "доступных цен", "и"),
            ("новое помещение", "нового помещения", "о"),
            ("кофе", "кофе", ""),
            ("слова", "слов", "и"),
        ] {
            assert_eq!(ending(nom, of), end, "{nom}");
        }
    }

    #[test]
    fn years_are_those_of_a_customer() {
        let of = |text: &str| years(Lang::Ru, &Reading::new(text));
        assert_eq!(of("Хожу сюда уже три года").as_deref(), Some("три года"));
        assert_eq!(of("Дочке 12 лет, довольна"), None);
        assert_eq!(of("Хожу сюда с 5 лет"), None);
    }
}
