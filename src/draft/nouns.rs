//! Things that a review names and a draft may name too, in the right case: «о кредитной карте», «о качестве связи».
//!
//! Everything that comes out is put together from our own list; the review only chooses.

use super::groups::Cases;
use crate::domain::Lang;
use crate::domain::text::{Reading, fold};
use std::collections::HashMap;
use std::sync::LazyLock;

const RU: &str = include_str!("../../config/skeletons/ru/words.tsv");
const EN: &str = include_str!("../../config/skeletons/en/words.tsv");

/// Words in front of a noun that make another word of it: «в связи с», «по отношению к».
const NOT_THE_THING: [(&str, &str); 46] = [
    ("в", "связи"),
    ("пять", "баллов"),
    ("5", "баллов"),
    ("десять", "баллов"),
    ("10", "баллов"),
    ("по", "отношению"),
    ("в", "отношении"),
    ("за", "счет"),
    ("на", "счет"),
    ("в", "итоге"),
    ("с", "помощью"),
    ("в", "порядке"),
    ("в", "ответ"),
    ("за", "средства"),
    ("в", "течение"),
    ("в", "качестве"),
    ("на", "месте"),
    ("на", "места"),
    ("в", "обед"),
    ("до", "обеда"),
    ("после", "обеда"),
    ("на", "обед"),
    ("в", "начале"),
    ("с", "начала"),
    ("для", "начала"),
    ("на", "словах"),
    ("в", "принципе"),
    ("по", "идее"),
    ("в", "виде"),
    ("на", "связи"),
    ("в", "обмен"),
    ("в", "случае"),
    ("к", "сожалению"),
    ("на", "глаза"),
    ("на", "этаже"),
    ("в", "стиле"),
    ("за", "стеной"),
    ("в", "истории"),
    ("в", "общем"),
    ("на", "стену"),
    ("в", "конце"),
    ("с", "уважением"),
    ("для", "выбора"),
    ("in", "order"),
    ("in", "line"),
    ("in", "case"),
];

/// Words in front of a noun that speak of somebody else's: «в других банках».
const OTHERS: [&str; 16] = [
    "других",
    "другие",
    "другой",
    "другом",
    "другого",
    "другим",
    "любой",
    "любого",
    "любом",
    "многих",
    "any",
    "other",
    "another",
    "every",
    "others",
    "most",
];

/// Words behind a noun that make another thing of it: «книга жалоб».
const ANOTHER_THING: [(&str, &str); 10] = [
    ("книг", "жалоб"),
    ("книг", "отзывов"),
    ("книг", "предложений"),
    ("чистот", "звука"),
    ("чистот", "звучания"),
    ("номер", "телефона"),
    ("номер", "счета"),
    ("номер", "карты"),
    ("order", "things"),
    ("order", "them"),
];

#[derive(Debug)]
struct Noun {
    group: &'static str,
    /// How much it says: 0 only with a complement, 3 most.
    weight: u8,
    /// 0 masculine, 1 feminine, 2 neuter.
    gender: usize,
    animate: bool,
    /// Told as «работа …».
    work: bool,
    /// Takes a complement in the genitive.
    head: bool,
    /// Cared for by whom the complement is: «качество связи» is a matter of the engineers.
    general: bool,
    /// No article in English.
    bare: bool,
    singular: Option<[&'static str; 5]>,
    plural: Option<[&'static str; 5]>,
    /// What a complaint says instead of the bare word.
    said: Option<[&'static str; 5]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Bad,
    Good,
    Any,
}

#[derive(Debug)]
struct Adjective {
    tone: Tone,
    /// By gender, then plural.
    forms: [[&'static str; 5]; 4],
}

#[derive(Debug, Clone, Copy)]
struct NounForm {
    noun: usize,
    plural: bool,
    case: usize,
}

#[derive(Debug, Clone, Copy)]
struct AdjectiveForm {
    adjective: usize,
    gender: usize,
    case: usize,
}

/// The words of one language.
pub struct Words {
    lang: Lang,
    nouns: Vec<Noun>,
    adjectives: Vec<Adjective>,
    noun_forms: HashMap<String, Vec<NounForm>>,
    adjective_forms: HashMap<String, Vec<AdjectiveForm>>,
}

/// A thing that the review names.
#[derive(Debug, Clone)]
pub struct Thing {
    pub group: String,
    pub cases: Cases,
    /// 1 (hardly says anything) to 12; situations have 9.
    pub weight: u32,
    /// The adjective says what is wrong with it.
    pub bad: bool,
    /// Good adjective: may be named only in praise.
    pub good: bool,
    /// What a complaint says instead.
    pub said: Option<Cases>,
    /// The fault as a clause: «ждать пришлось 40 минут».
    pub told: Option<String>,
    /// Word range in the review.
    pub words: (usize, usize),
}

fn five(text: &'static str) -> Result<Option<[&'static str; 5]>, String> {
    if text == "-" {
        return Ok(None);
    }
    let list: Vec<&str> = text.split(',').collect();
    if let [one] = list[..] {
        return Ok(Some([one; 5]));
    }
    <[&str; 5]>::try_from(list)
        .map(Some)
        .map_err(|_| format!("{text:?}: one form or five cases"))
}

impl Words {
    /// Reads a words file.
    ///
    /// # Errors
    /// Line and what is allowed.
    pub fn read(lang: Lang, text: &'static str) -> Result<Words, String> {
        let mut words = Words {
            lang,
            nouns: Vec::new(),
            adjectives: Vec::new(),
            noun_forms: HashMap::new(),
            adjective_forms: HashMap::new(),
        };
        for (number, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            words
                .line(line)
                .map_err(|e| format!("line {}: {e}", number + 1))?;
        }
        Ok(words)
    }

    fn line(&mut self, line: &'static str) -> Result<(), String> {
        let columns: Vec<&str> = line.split('\t').collect();
        match columns[..] {
            ["N", group, weight, flags, singular, plural, ref said @ ..] if said.len() <= 1 => {
                let noun = Noun {
                    group,
                    weight: weight.parse().map_err(|_| format!("{weight:?} is no weight"))?,
                    gender: usize::from(flags.contains('f')) + 2 * usize::from(flags.contains('n')),
                    animate: flags.contains('a'),
                    work: flags.contains('w'),
                    head: flags.contains('h'),
                    general: flags.contains('g'),
                    bare: flags.contains('b'),
                    singular: five(singular)?,
                    plural: five(plural)?,
                    said: said.first().map_or(Ok(None), |s| five(s))?,
                };
                let index = self.nouns.len();
                for (plural, forms) in [(false, noun.singular), (true, noun.plural)] {
                    for (case, form) in forms.iter().flatten().enumerate() {
                        let entry = self.noun_forms.entry(fold(form)).or_default();
                        // English has one form for all cases
                        if !entry
                            .iter()
                            .any(|f| f.noun == index && f.plural == plural && self.lang == Lang::En)
                        {
                            entry.push(NounForm {
                                noun: index,
                                plural,
                                case,
                            });
                        }
                    }
                }
                self.nouns.push(noun);
            }
            ["A", tone, ref forms @ ..] => {
                let tone = match tone {
                    "bad" => Tone::Bad,
                    "good" => Tone::Good,
                    "any" => Tone::Any,
                    other => return Err(format!("{other:?} is not one of: bad, good, any")),
                };
                let list: Vec<[&str; 5]> = forms
                    .iter()
                    .map(|f| five(f)?.ok_or_else(|| "an adjective needs all forms".to_owned()))
                    .collect::<Result<_, String>>()?;
                let forms = match list[..] {
                    [one] => [one; 4],
                    [m, f, n, p] => [m, f, n, p],
                    _ => return Err("an adjective has one column or four".to_owned()),
                };
                let index = self.adjectives.len();
                for (gender, cases) in forms.iter().enumerate() {
                    for (case, form) in cases.iter().enumerate() {
                        self.adjective_forms
                            .entry(fold(form))
                            .or_default()
                            .push(AdjectiveForm {
                                adjective: index,
                                gender,
                                case,
                            });
                    }
                }
                self.adjectives.push(Adjective { tone, forms });
            }
            _ => return Err("N with 6 or 7 columns or A with 3 to 6 are allowed".to_owned()),
        }
        Ok(())
    }

    /// The embedded ones.
    pub fn of(lang: Lang) -> &'static Words {
        // Part of the binary and read by a test: they cannot be broken at run time.
        static ALL: LazyLock<[Words; 2]> = LazyLock::new(|| {
            [(Lang::Ru, RU), (Lang::En, EN)]
                .map(|(l, t)| Words::read(l, t).unwrap_or_else(|e| panic!("embedded words: {e}")))
        });
        &ALL[usize::from(lang == Lang::En)]
    }

    /// Names of the groups that its nouns belong to.
    #[cfg(test)]
    pub fn groups(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.nouns.iter().map(|n| n.group)
    }

    /// Every thing among the first `most` words.
    pub fn find(&self, review: &Reading, most: usize) -> Vec<Thing> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < review.words.len().min(most) {
            match self.thing_at(review, at) {
                Some(thing) => {
                    at = thing.words.1.max(at + 1);
                    out.push(thing);
                }
                None => at += 1,
            }
        }
        out
    }

    /// Two words side by side in one sentence with nothing but a space between.
    fn adjoin(review: &Reading, left: usize) -> bool {
        let (Some(a), Some(b)) = (review.words.get(left), review.words.get(left + 1)) else {
            return false;
        };
        a.sentence == b.sentence && review.chars[a.end..b.start].iter().all(|c| c.is_whitespace())
    }

    fn thing_at(&self, review: &Reading, at: usize) -> Option<Thing> {
        let fold = |i: usize| review.words[i].fold.as_str();
        let forms = self.noun_forms.get(fold(at))?;
        let before = at.checked_sub(1).filter(|b| Self::adjoin(review, *b));
        if before.is_some_and(|b| NOT_THE_THING.contains(&(fold(b), fold(at)))) {
            return None;
        }
        if before.is_some_and(|b| OTHERS.contains(&fold(b))) {
            return None;
        }
        let another = |(stem, next): &(&str, &str)| fold(at).starts_with(stem) && fold(at + 1) == *next;
        if Self::adjoin(review, at) && ANOTHER_THING.iter().any(another) {
            return None;
        }
        if self.lang == Lang::En {
            return self.english(review, at, forms[0]);
        }
        let (form, adjective) = before
            .and_then(|b| self.agreeing(fold(b), forms))
            .map_or((forms[0], None), |(f, a)| (f, Some(a)));
        let noun = &self.nouns[form.noun];
        let complement = (noun.head && Self::adjoin(review, at))
            .then(|| self.genitive(fold(at + 1)))
            .flatten();
        let group = complement
            .filter(|_| noun.general)
            .map_or(noun.group, |(group, _)| group);
        let complement = complement.map(|(_, form)| form);
        if noun.weight == 0 && complement.is_none() {
            return None;
        }
        let tone = adjective.map(|a| self.adjectives[a].tone);
        // «работа грубого сотрудника» would be a verdict on a person
        let (adjective, tone) = match tone {
            Some(Tone::Bad) if noun.work && noun.animate => (None, None),
            // nor are hair that is cut dry and nails that are short
            Some(Tone::Bad) if noun.said.is_some() && noun.group == "beauty" => (None, None),
            tone => (adjective, tone),
        };
        let cases = self.russian(noun, form.plural, adjective, complement)?;
        Some(Thing {
            group: group.to_owned(),
            cases,
            weight: weigh(noun, tone, complement.is_some()),
            bad: tone == Some(Tone::Bad),
            good: tone == Some(Tone::Good),
            said: noun
                .said
                .filter(|_| adjective.is_none() && complement.is_none())
                .map(|s| s.map(str::to_owned)),
            told: None,
            words: (
                at - usize::from(adjective.is_some()),
                at + 1 + usize::from(complement.is_some()),
            ),
        })
    }

    /// An adjective that agrees with one of the readings of a noun.
    fn agreeing(&self, word: &str, forms: &[NounForm]) -> Option<(NounForm, usize)> {
        let adjectives = self.adjective_forms.get(word)?;
        forms.iter().find_map(|f| {
            let gender = if f.plural { 3 } else { self.nouns[f.noun].gender };
            let fits =
                |a: &&AdjectiveForm| a.gender == gender && (a.case == f.case || (f.case == 2 && a.case == 1));
            adjectives.iter().find(fits).map(|a| (*f, a.adjective))
        })
    }

    /// A noun in the genitive, as a complement, with its group.
    fn genitive(&self, word: &str) -> Option<(&'static str, &'static str)> {
        let form = self.noun_forms.get(word)?.iter().find(|f| f.case == 1)?;
        let noun = &self.nouns[form.noun];
        let forms = if form.plural { noun.plural } else { noun.singular };
        forms.map(|f| (noun.group, f[1]))
    }

    fn russian(
        &self,
        noun: &Noun,
        plural: bool,
        adjective: Option<usize>,
        complement: Option<&str>,
    ) -> Option<Cases> {
        let forms = if plural { noun.plural } else { noun.singular }?;
        let gender = if plural { 3 } else { noun.gender };
        let one = |case: usize| {
            let mut text = String::new();
            if let Some(a) = adjective {
                // the accusative of what is alive is its genitive
                let alive = case == 2 && noun.animate && (plural || noun.gender == 0);
                text.push_str(self.adjectives[a].forms[gender][if alive { 1 } else { case }]);
                text.push(' ');
            }
            text.push_str(forms[case]);
            if let Some(c) = complement {
                text.push(' ');
                text.push_str(c);
            }
            text
        };
        // «слова о вежливых сотрудниках», not of their work; «неработающий банкомат»
        let told = adjective.is_some_and(|a| self.adjectives[a].tone != Tone::Any);
        if noun.work && complement.is_none() && !told {
            let of = one(1);
            return Some(["работа", "работы", "работу", "работой", "работе"].map(|w| format!("{w} {of}")));
        }
        Some(std::array::from_fn(one))
    }

    fn english(&self, review: &Reading, at: usize, form: NounForm) -> Option<Thing> {
        // «customer» «service»: the last noun of a row is the thing
        if Self::adjoin(review, at)
            && let Some(next) = self.noun_forms.get(&review.words[at + 1].fold)
            && !form.plural
            && !self.nouns[next[0].noun].bare
        {
            return None;
        }
        let noun = &self.nouns[form.noun];
        let text = if form.plural { noun.plural } else { noun.singular }?[0];
        let mut name = text.to_owned();
        let mut first = at;
        let mut tone = None;
        while let Some(before) = first.checked_sub(1).filter(|b| Self::adjoin(review, *b)) {
            let word = &review.words[before].fold;
            if let Some(f) = self.noun_forms.get(word).map(|f| f[0]).filter(|f| !f.plural)
                && let Some(compound) = self.nouns[f.noun].singular
                && at - before < 3
            {
                name = format!("{} {name}", compound[0]);
                first = before;
            } else if let Some(a) = self.adjective_forms.get(word) {
                let adjective = &self.adjectives[a[0].adjective];
                name = format!("{} {name}", adjective.forms[0][0]);
                tone = Some(adjective.tone);
                first = before;
                break;
            } else {
                break;
            }
        }
        if noun.weight == 0 && first == at {
            return None;
        }
        let name = if noun.bare { name } else { format!("the {name}") };
        Some(Thing {
            group: noun.group.to_owned(),
            cases: std::array::from_fn(|_| name.clone()),
            weight: weigh(noun, tone, at - first > usize::from(tone.is_some())),
            bad: tone == Some(Tone::Bad),
            good: tone == Some(Tone::Good),
            said: None,
            told: None,
            words: (first, at + 1),
        })
    }
}

fn weigh(noun: &Noun, tone: Option<Tone>, complement: bool) -> u32 {
    let adjective = match tone {
        Some(Tone::Bad) => 3,
        Some(_) => 2,
        None => 0,
    };
    u32::from(noun.weight) * 2 + adjective + if complement { 2 } else { 0 }
}
