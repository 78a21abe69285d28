//! Which answer, with which facts.

use super::aspects::{Among, Aspect, Aspects, joined};
use super::deeds::{act, by_topic, telling};
use super::dice::Dice;
use super::form::{Form, Size};
use super::groups::{Group, Groups};
use super::phrases::{Facts, Phrases};
use super::praise::{self, Praise};
use super::situations::Situations;
use super::spin::Value;
use super::taken::Taken;
use super::term::{self, Term};
use super::{Input, aside, cases, heroes, span, words, worlds};
use crate::domain::text::{Reading, hash};
use crate::domain::{Fault, Intent, Lang, Sentiment};
use crate::judge::Verdict;
use crate::lint::pack::Pack;
use crate::lint::pattern::Patterns;
use otklik_adapters::Limit;
use otklik_adapters::manifest::Unit;
use std::collections::{HashMap, HashSet};

/// The group of people who serve.
const STAFF: &str = "hall";
/// Letters below which a platform's limit asks for the short form.
const SHORT: u32 = 600;
/// Words of a review up to which the draft asks what happened (rule D4).
const BRIEF: usize = 5;
/// Kind words, without any of blame, from which one or two stars are a slip of the hand.
const KIND_WORDS: usize = 3;
/// Words from which a review is a long one.
const LONG_REVIEW: usize = 25;

/// Answers to praise that are drawn, of which one is kept.
const DRAWS: usize = 5;

/// Everything decided before a word is written.
#[derive(Clone)]
pub struct Plan {
    pub lang: Lang,
    pub short: bool,
    pub business: bool,
    pub fault: Fault,
    pub promise: Option<Term>,
    /// Title and text, as the linter compares them.
    pub review_text: String,
    form: Form,
    positive: bool,
    /// The linter takes the review for a complaint, which needs an action and a term.
    complains: bool,
    brief: bool,
    hello: String,
    blamed: Vec<Aspect>,
    praised: Vec<Aspect>,
    /// What else could be named beside or instead of what is blamed.
    others: Vec<Aspect>,
    /// What is taken up word for word, instead of a subject in words of ours.
    taken: Option<Taken>,
    /// Both aspects are named in the short form too.
    pair: bool,
    want: Option<String>,
    when: Option<String>,
    contact: Option<String>,
    place: Option<String>,
    step: Option<String>,
    attachment: bool,
    /// The review tells how long it took.
    waited: bool,
    /// A question waits for an answer.
    asks: bool,
    /// Something new is proposed.
    suggests: bool,
    small_you: bool,
    /// A game or an application, by the words of the review: nobody there is asked for a day and a shift.
    digital: Option<&'static str>,
    /// The field of a place where people go, by the words of the review.
    visited: Option<&'static str>,
    /// Long enough that reading it to the end is worth a word.
    long_review: bool,
    /// What thanks are made of.
    praise: Praise,
    /// Praised colleagues, in the dative.
    hero: Option<String>,
    seed: String,
}

impl Plan {
    /// Decides.
    pub fn new(pack: &Pack, input: &Input, verdict: &Verdict, limit: Option<Limit>) -> Self {
        let review_text = match &input.review.title {
            Some(title) if !title.is_empty() => format!("{title}. {}", input.review.text),
            _ => input.review.text.clone(),
        };
        let reading = Reading::new(&review_text);
        let lang = words::language(input, verdict, &reading);
        let complains = crate::lint::complains(pack, &review_text, input.review.rating);
        let told_by = Situations::of(lang);
        let count = |stems: &Patterns| stems.hits(&reading).len();
        let (good, bad) = (count(&told_by.good), count(&told_by.bad));
        // blame outweighs the kind words, or something is asked for without any
        let asks = told_by.asks(&reading);
        let open = asks || told_by.want(&reading).is_some();
        let strong_words = told_by.strong.found(&reading);
        let strong = strong_words && input.review.rating != Some(5);
        let dry = bad > good || strong || good == 0 && open;
        // five stars under «sort it out!» are a slip of the hand
        let asks_only = good == 0 && (strong_words || open);
        // three stars are no praise, whatever the words
        // four stars with more blame than kind words are no praise
        let warm = input
            .review
            .rating
            .map_or(!dry, |r| r >= 5 && !asks_only || r == 4 && bad <= good);
        // under five stars a story that ended well is praise, whatever went wrong in it
        let well = input.review.rating == Some(5) && told_by.solved(&reading) && !strong_words;
        let happy = verdict.intent == Intent::Praise || verdict.sentiment == Sentiment::Positive;
        let ironic = told_by.ironic.found(&reading);
        let kind = !complains && !ironic && warm && (happy || well);
        let ordered = Situations::of(lang).order(&reading);
        let told = ordered.map(|at| Reading::new(&reading.slice(0, at)));
        let told = told.as_ref().unwrap_or(&reading);
        let platform = input.review.platform.as_deref();
        let at = worlds::of_platform(told_by, told, platform);
        let aspects = Aspects::find(lang, told, &verdict.topics, at);
        // kind words stay praise unless a «но», a heading of faults or a fault told in so many words follows
        let faults = match input.review.rating {
            Some(5) if well && kind => false,
            Some(5..) if kind && (verdict.sentiment == Sentiment::Positive || good > bad + 1) => {
                aspects.complains(Among::Praise)
            }
            Some(5..) | None if kind => aspects.complains(Among::KindWords),
            Some(4) if kind => aspects.complains(Among::Blame) || aspects.remarks(),
            _ => aspects.complains(Among::Blame),
        };
        let nothing = aspects.blamed().is_empty();
        let stars = input.review.rating.is_some_and(|r| r >= 4);
        let positive = !ironic && (kind && !faults || nothing && !complains && !asks_only && stars);
        let mut blamed: Vec<Aspect> = aspects.blamed().into_iter().cloned().collect();
        let kindly = positive || !faults && verdict.sentiment == Sentiment::Positive;
        let mut praised: Vec<Aspect> = aspects.praised(kindly).into_iter().cloned().collect();
        praised.retain(|p| positive || !blamed.iter().any(|b| b.cases[0] == p.cases[0]));
        blamed.retain(|b| !praised.iter().any(|p| p.cases[0] == b.cases[0]) || !positive);
        // what was merely done is praised only where nothing is found fault with
        praised.retain(|p| input.review.rating != Some(4) || !p.merely_done());
        praised.retain(|_| !ironic);
        worlds::in_plain_words(&mut praised);
        let mut others = aspects.others(&blamed);
        // «слова о волосах» are odd in praise too, «слова о книге» are not
        let worked_on = praised.iter_mut().filter(|a| a.group.name == "beauty");
        for a in blamed.iter_mut().chain(&mut others).chain(worked_on) {
            if let Some(said) = &a.said {
                a.cases = said.clone();
            }
        }
        // whoever cheats in a game is no fault of its house
        let told_fault = blamed.first().and_then(|a| a.care?.fault);
        let fault = input.fault.or(told_fault).unwrap_or(verdict.fault);
        let digital = worlds::digital(told_by, told, platform);
        // «the game» alone says nothing: what spoiled it is asked
        if digital == Some("game") && blamed.iter().all(Aspect::bare) {
            blamed.clear();
        }
        let named = !blamed.is_empty();
        if blamed.is_empty() && !worlds::of_a_story(told_by, told) {
            blamed.extend(by_topic(lang, &verdict.topics));
        }
        let vertical = input.context.as_ref().and_then(|c| c.vertical.as_deref());
        let regulated = matches!(vertical, Some("medical" | "bank"));
        let both = praised
            .iter()
            .any(|p| blamed.iter().any(|b| b.cases[0] != p.cases[0]));
        let mixed =
            both && (input.review.rating.is_some_and(|r| r >= 3) || verdict.sentiment != Sentiment::Negative);
        // one or two stars are no idea and no question, whatever words they hold
        let unhappy = input.review.rating.is_some_and(|r| r <= 2);
        let suggests = Situations::of(lang).suggests(told) && !well;
        // nothing is blamed, something is wanted
        let calm = !unhappy && !complains && !kind && !faults;
        let passes_by = || {
            let named = !aspects.blamed().is_empty();
            aside::passes_by(told_by, &review_text, told, aspects.tells(), named, positive)
        };
        // an idea in the middle of a complaint is part of the complaint
        let upset = faults
            && (verdict.sentiment == Sentiment::Negative || input.review.rating.is_some_and(|r| r <= 3));
        // kind words only, under the wrong stars
        let only_kind = bad == 0 && good >= KIND_WORDS && !strong_words && !asks && !aspects.tells();
        let slip =
            unhappy && !faults && (verdict.sentiment == Sentiment::Positive && good > bad || only_kind);
        let taken = Taken::find(pack, input, verdict, told, &blamed, lang)
            .filter(|_| !regulated && !positive && ordered.is_none());
        let form = match verdict.intent {
            _ if regulated => Form::Regulated,
            _ if input.review.rating.is_none() && passes_by() => Form::Aside,
            _ if slip => Form::Slip,
            // where something concrete is named, the answer goes to that
            Intent::Abuse if !named => Form::Abuse,
            Intent::Question if !unhappy => Form::Question,
            _ if asks && (calm || !unhappy && told.sentences.iter().all(|s| s.question)) => Form::Question,
            // five stars and kind words are thanked, whatever word of the list they hold
            Intent::Suggestion
                if !(upset || unhappy || positive && input.review.rating.is_some_and(|r| r >= 4)) =>
            {
                Form::Suggestion
            }
            _ if suggests && calm => Form::Suggestion,
            _ if positive => Form::Praise,
            _ if !complains
                && !aspects.tells()
                && verdict.sentiment == Sentiment::Neutral
                && input.review.rating.is_none() =>
            {
                Form::Note
            }
            _ if blamed.is_empty() && taken.is_none() => Form::Vague,
            _ if mixed || stars && !ironic => Form::Mixed,
            _ => Form::Complaint,
        };
        let id = match &input.review.id {
            serde_json::Value::Null => String::new(),
            id => id.to_string(),
        };
        let letters = limit.map(|l| match (l.unit, lang) {
            // A Cyrillic letter takes two bytes.
            (Unit::Bytes, Lang::Ru) => l.max / 2,
            _ => l.max,
        });
        let fact = |key: &str| {
            let value = input.facts.get(key).and_then(|v| v.as_str()).map(str::trim);
            value.filter(|v| !v.is_empty())
        };
        let names = !regulated && input.review.platform.as_deref() != Some("tripadvisor");
        let attachments = input.context.as_ref().and_then(|c| c.attachments);
        Plan {
            short: letters.is_some_and(|n| n < SHORT),
            business: fault == Fault::Business,
            fault,
            promise: term::promise(input, verdict.urgency),
            form,
            positive,
            complains,
            brief: reading.words.len() <= BRIEF,
            hello: words::hello(input, lang, regulated),
            want: Situations::of(lang)
                .want(&reading)
                .filter(|_| !regulated && digital != Some("game"))
                .map(str::to_owned),
            when: words::when(lang, told),
            contact: words::contact(input),
            place: input.location.clone().filter(|_| lang == Lang::Ru),
            step: cases::step(&input.cases, lang),
            attachment: attachments.is_some_and(|a| a.total > 0),
            hero: heroes::dative(told, input.author.as_deref(), positive)
                .filter(|_| names && lang == Lang::Ru),
            praise: Praise::read(lang, told, &aspects, &praised, positive || form == Form::Slip),
            long_review: reading.words.len() >= LONG_REVIEW,
            digital,
            visited: worlds::visited(told_by, told),
            small_you: fact("address") == Some("вы"),
            seed: hash(&format!(
                "{id}\n{}\n{review_text}",
                input.author.as_deref().unwrap_or("")
            )),
            waited: span::waited(lang, told).is_some(),
            asks: asks && !regulated,
            // what went wrong comes first
            suggests: suggests && !faults,
            taken: taken.filter(|_| matches!(form, Form::Complaint | Form::Mixed)),
            blamed,
            praised,
            others,
            pair: false,
            lang,
            review_text,
        }
    }

    /// The same answer about something else that the review names.
    pub fn by_others(&self) -> impl Iterator<Item = Plan> + '_ {
        let complaint = matches!(self.form, Form::Complaint | Form::Mixed);
        let others = self.others.iter().filter(move |_| complaint);
        // what went wrong stays, and the other stands beside it; a bare word gives way
        let kept = self.blamed.first().filter(|a| a.situation);
        others.map(move |a| Plan {
            blamed: kept.into_iter().chain([a]).cloned().collect(),
            pair: kept.is_some(),
            ..self.clone()
        })
    }

    /// The same answer in words of ours alone; none where nothing is taken up.
    pub fn in_our_words(&self) -> Option<Plan> {
        self.taken.as_ref()?;
        Some(Plan {
            taken: None,
            form: if self.blamed.is_empty() {
                Form::Vague
            } else {
                self.form
            },
            ..self.clone()
        })
    }

    /// The same answer without a word about the subject: where every wording that names it breaks a rule.
    pub fn without_aspects(&self) -> Plan {
        Plan {
            form: match self.form {
                Form::Complaint | Form::Mixed => Form::Vague,
                form => form,
            },
            blamed: Vec::new(),
            praised: Vec::new(),
            praise: self.praise.in_our_words(),
            taken: None,
            step: None,
            ..self.clone()
        }
    }

    /// The two variants, best first.
    pub fn kinds(&self) -> [&'static str; 2] {
        self.form.kinds(self.positive, self.business)
    }

    /// The text names a term, so a promise must go with it.
    pub fn names_term(&self) -> bool {
        match self.form {
            Form::Praise | Form::Note => false,
            Form::Regulated => !self.positive,
            Form::Aside => self.complains,
            _ => true,
        }
    }

    /// Writes one variant; `attempt` turns the choices. `None` where the phrases have no such form.
    pub fn write(&self, kind: &str, size: Size, attempt: usize) -> Option<String> {
        let mut dice = Dice::new(&format!("{}:{kind}:{attempt}", self.seed));
        let form = self.form.word();
        let form = match size {
            Size::Long if self.taken.is_some() => format!("{form}.quote"),
            _ if self.taken.is_some() => format!("{form}.quote.short"),
            _ if self.form == Form::Regulated && self.positive => "regulated.good".to_owned(),
            Size::Long if self.form == Form::Praise && self.hero.is_some() => "praise.hero".to_owned(),
            Size::Long if self.form == Form::Praise && self.brief => "praise.brief".to_owned(),
            Size::Long => form.to_owned(),
            Size::Short | Size::Tiny => format!("{form}.short"),
        };
        let mut write = || {
            let facts = self.facts(kind, size, &mut dice);
            Phrases::of(self.lang).write(&form, &facts, &mut dice)
        };
        let text = match self.form {
            // thanks lead to more thanks: of several the one that says it least often
            Form::Praise => (0..DRAWS)
                .filter_map(|_| write())
                .min_by_key(|t| praise::repeats(t))?,
            _ => write()?,
        };
        Some(if self.small_you {
            words::small_you(&text)
        } else {
            text
        })
    }

    fn facts(&self, kind: &str, size: Size, dice: &mut Dice) -> Facts {
        let groups = Groups::of(self.lang);
        let most = if size == Size::Long || self.pair && size == Size::Short {
            2
        } else {
            1
        };
        let blamed: Vec<&Aspect> = self.blamed.iter().take(most).collect();
        let thanked = if self.form == Form::Praise {
            self.praised.len()
        } else {
            most
        };
        let praised: Vec<&Aspect> = self.praised.iter().take(thanked).collect();
        // whoever is quoted is named no subject of ours beside it
        let (blamed, first) = match &self.taken {
            Some(taken) => (Vec::new(), taken.cared.as_ref()),
            None => (blamed.clone(), blamed.first().copied()),
        };
        let around = self.taken.as_ref().map_or_else(|| groups.other(), |t| t.around);
        let group = first.map_or(around, |a| a.group);
        let mut facts = Facts {
            slots: HashMap::new(),
            flags: self.flags(kind, group, first),
        };
        if self.asks && size != Size::Tiny {
            facts.flags.insert("asks");
        }
        if self.suggests {
            facts.flags.insert("suggests");
        }
        if blamed.iter().any(|a| a.told.is_some()) && self.form != Form::Regulated {
            facts.flags.insert("told");
        }
        if self.hero.is_some() {
            facts.flags.insert("hero");
        }
        let mut put = |name: &'static str, value: Option<Value>| {
            if let Some(value) = value.filter(|v| !v.text.is_empty()) {
                facts.slots.insert(name, value);
            }
        };
        put("hello", Some(Value::plain(self.hello.clone())));
        put(
            "quote",
            self.taken.as_ref().map(|t| Value::plain(t.said(self.lang, size))),
        );
        self.name_aspects(&blamed, &praised, &mut put);
        put(
            "by",
            Some(Value::plain(term::by(self.promise.map(|t| t.public), self.lang))),
        );
        // an idea within a complaint is no answer to the complaint
        let wish = groups
            .named("wish")
            .filter(|_| self.suggests && matches!(self.form, Form::Suggestion | Form::Praise));
        let (acts, asks) = match (wish, &self.taken, first) {
            (Some(wish), _, _) => (&wish.act[..], &wish.ask[..]),
            (None, Some(taken), _) => (taken.acts(), taken.asks()),
            (None, None, Some(first)) => (first.acts(), first.asks()),
            (None, None, None) => (&group.act[..], &group.ask[..]),
        };
        let act = match &self.step {
            Some(step) if size == Size::Long => step.clone(),
            _ => act(acts, groups, size, None, dice),
        };
        let other = |a: &&&Aspect| a.group.name != group.name || a.acts() != acts;
        if let Some(second) = blamed.get(1).filter(other) {
            put(
                "act2",
                Some(Value::new(self::act(
                    second.acts(),
                    groups,
                    size,
                    Some(&act),
                    dice,
                ))),
            );
        }
        put("then", Some(Value::plain(words::then(self.lang, &act))));
        put("act", Some(Value::new(act)));
        let asks: Vec<&String> = asks.iter().filter(|a| !self.answered(a)).collect();
        let ask = asks.get(dice.draw(asks.len())).map(|a| (*a).clone());
        // whoever wrote at length has told what happened, though hardly ever the day
        let day = self.lang.pick("день", "day");
        let told_all = self.long_review && dice.draw(2) == 0;
        let ask = ask.filter(|a| !told_all || a.contains(day));
        put("ask", ask.map(Value::new));
        let team = praised.first().map_or_else(|| groups.other(), |a| a.group);
        put("team", Some(Value::new(team.team.clone())));
        put("contact", self.contact.clone().map(Value::plain));
        let enclose = first.and_then(|a| a.care?.enclose.clone());
        put("enclose", enclose.map(Value::new));
        let whole = self.lang.pick(
            ["от начала до конца", "до последней строчки", "не раз"],
            ["from start to finish", "line by line", "more than once"],
        );
        let whole = whole[dice.draw(whole.len())];
        put("whole", Some(Value::plain(whole)).filter(|_| self.long_review));
        let open = !matches!(self.form, Form::Regulated | Form::Aside);
        put("touch", self.praise.touch(dice).filter(|_| open));
        put("hero", self.hero.clone().map(Value::plain));
        put(
            "want",
            self.want.clone().map(Value::new).filter(|_| size != Size::Tiny),
        );
        let here = group.field.as_deref() == Some("place");
        put("when", self.when.clone().filter(|_| here).map(Value::plain));
        put("place", self.place.clone().filter(|_| here).map(Value::plain));
        if matches!(self.form, Form::Praise | Form::Slip) {
            let brief = size != Size::Long || self.brief;
            self.praise.fill(self.lang, &praised, brief, dice, &mut facts);
        }
        if self.suggests {
            facts.flags.remove("remark");
        }
        facts
    }

    /// The review tells already what this would ask.
    fn answered(&self, ask: &str) -> bool {
        let (span, day) = self.lang.pick(("сколько", "день"), ("how long", "day"));
        self.waited && ask.contains(span) || self.when.is_some() && ask.contains(day)
    }

    /// The aspects in every form that a wording may ask for.
    fn name_aspects(
        &self,
        blamed: &[&Aspect],
        praised: &[&Aspect],
        put: &mut impl FnMut(&'static str, Option<Value>),
    ) {
        let and = self.lang.pick(" и ", " and ");
        let about = |list: &[&Aspect]| {
            joined(list, 4, and).map(|v| Value {
                text: words::about(self.lang, &v.text),
                ..v
            })
        };
        let with = joined(blamed, 3, and).map(|v| Value {
            text: words::with(self.lang, &v.text),
            ..v
        });
        let (general, named) = match (self.form, blamed.first()) {
            // where nothing may be confirmed only the general subject is named
            (Form::Regulated, Some(a)) => (Some(a.group.forms.cases()), None),
            _ => (None, Some(blamed)),
        };
        if let Some(cases) = general {
            put("about", Some(Value::plain(words::about(self.lang, &cases[4]))));
        }
        if let Some(blamed) = named {
            put("about", about(blamed));
            // «Карта: с этого и начнём» says nothing
            put(
                "nom",
                joined(blamed, 0, and).filter(|_| telling(self.lang, blamed)),
            );
            put("gen", joined(blamed, 1, and));
            put(
                "acc",
                joined(blamed, 2, and)
                    .filter(|_| telling(self.lang, blamed) && blamed.iter().all(|a| a.said.is_none())),
            );
            // nobody sorts out a plot or a cashier
            let apart = |a: &&Aspect| a.group.field.as_deref() == Some("book") || a.group.name == STAFF;
            put("with", with.filter(|_| !blamed.iter().any(apart)));
        }
        let all_bad = !blamed.is_empty() && blamed.iter().all(|a| a.bad);
        let first_bad: Vec<&Aspect> = blamed.iter().copied().filter(|a| a.bad).take(1).collect();
        let faults = if all_bad { blamed } else { &first_bad[..] };
        let clause = blamed.iter().find_map(|a| a.told.clone());
        put(
            "told",
            clause.filter(|_| self.form != Form::Regulated).map(Value::new),
        );
        let told = faults.first().and_then(|a| a.sorry.clone());
        put("sorry", told.map(Value::new).or_else(|| joined(faults, 2, and)));
        // «за то, как вышло с книгой» is no apology for a book
        // «за то, как вышло с некомпетентностью» says what nobody says,
        // and «за то, как вышло с возвратом денег» none where that is what the author wants
        let apart = |a: &&Aspect| {
            let told = matches!(a.group.field.as_deref(), Some("book" | "game"));
            !a.bad && a.said.is_none() && !told && a.group.name != "money" && a.group.name != STAFF
        };
        let plain: Vec<&Aspect> = blamed.iter().copied().filter(apart).take(1).collect();
        put(
            "with_plain",
            joined(&plain, 3, and).map(|v| Value {
                text: words::with(self.lang, &v.text),
                ..v
            }),
        );
        put("praise", about(praised));
        put(
            "praise_nom",
            joined(praised, 0, and).filter(|_| telling(self.lang, praised)),
        );
        put("praise_acc", joined(praised, 2, and));
    }

    fn flags(&self, kind: &str, group: &Group, first: Option<&Aspect>) -> HashSet<&'static str> {
        let mut flags = HashSet::new();
        let mut set = |flag: &'static str, is: bool| {
            if is {
                flags.insert(flag);
            }
        };
        set("business", self.business);
        set("apology", kind == "with_apology");
        set("sympathy", kind == "with_sympathy");
        set("brief", self.brief);
        set("complains", self.complains);
        set("attachment", self.attachment);
        set("bad", first.is_some_and(|a| a.bad));
        set("detail", kind == "thanks_with_detail");
        let named = if matches!(self.form, Form::Praise | Form::Slip) {
            self.praised.first().map(|a| a.group)
        } else {
            Some(group)
        };
        let field = named.and_then(|g| g.field.as_deref());
        for one in [
            "place", "shop", "delivery", "app", "bank", "book", "clinic", "game",
        ] {
            set(one, field.or(self.digital).or(self.visited) == Some(one));
        }
        flags
    }
}
