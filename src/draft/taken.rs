//! What an answer takes up word for word, and what is done about it.

use super::Input;
use super::aspects::Aspect;
use super::form::Size;
use super::groups::Group;
use super::quote::{self, Quote};
use super::situations::Situations;
use super::worlds;
use crate::domain::Lang;
use crate::domain::text::Reading;
use crate::judge::Verdict;
use crate::lint::pack::Pack;

/// Groups whose actions and questions fit each of their faults.
const FIT_ALL: [&str; 10] = [
    "queue", "cleaning", "hall", "login", "ads", "kitchen", "hotel", "game", "app", "support",
];

/// Clauses of the review, and who takes care of them.
#[derive(Clone)]
pub struct Taken {
    quotes: Vec<Quote>,
    /// The fault of the list that one of the clauses tells, where it fits the business beyond doubt.
    pub cared: Option<Aspect>,
    /// What is done where none is told.
    pub around: &'static Group,
}

impl Taken {
    /// Finds them; none where nothing can be taken up.
    pub fn find(
        pack: &Pack,
        input: &Input,
        verdict: &Verdict,
        review: &Reading,
        blamed: &[Aspect],
        lang: Lang,
    ) -> Option<Taken> {
        if super::orders_a_machine(&input.review.text) {
            return None;
        }
        let words = Situations::of(lang);
        let platform = input.review.platform.as_deref();
        let house = worlds::of_house(words, review, platform);
        let title = input.review.title.as_deref().filter(|t| !t.is_empty());
        // without a platform nothing but the words tells of the business, and they have been heard already
        let at_home = |a: &Aspect| platform.is_none() || worlds::at_home(&a.group.name, house);
        // nobody looks for the shift of a taxi
        let waited =
            |a: &Aspect| a.group.name == "queue" && platform.is_some() && !worlds::has_a_shift(house);
        let sure = |a: &&Aspect| a.situation && at_home(a) && !waited(a);
        let cared = blamed.iter().find(sure).cloned();
        let quotes = quote::find(&quote::Told {
            pack,
            lang,
            review,
            verdict,
            title: title.map_or(0, |t| t.chars().count() + 2),
            unhappy: input.review.rating.is_some_and(|r| r <= 2),
            medical: house == Some("care"),
            matter: cared.as_ref().map(Aspect::place),
        });
        // what is told beyond doubt is not left out for something else
        let told = |a: &Aspect| quotes.iter().any(|q| a.told_in(&q.words));
        let its_own = |a: &Aspect| a.care.is_some_and(|c| !c.act.is_empty());
        if quotes.is_empty() || cared.as_ref().is_some_and(|a| !told(a) && its_own(a)) {
            return None;
        }
        // «отвратительный сервис» says less than the clauses that tell why
        let cared = cared.filter(told);
        Some(Taken {
            cared,
            quotes,
            around: worlds::care(lang, house, platform),
        })
    }

    /// What is done: what the told fault asks for, or what fits everything of the kind; what its trade does with other
    /// faults would be beside the point.
    pub fn acts(&self) -> &[String] {
        self.of_care(|a| a.acts()).unwrap_or(&self.around.act)
    }

    /// What is asked.
    pub fn asks(&self) -> &[String] {
        self.of_care(|a| a.asks()).unwrap_or(&self.around.ask)
    }

    fn of_care<'a>(&'a self, own: impl Fn(&'a Aspect) -> &'static [String]) -> Option<&'a [String]> {
        let cared = self.cared.as_ref()?;
        let its_own = cared.care.is_some_and(|c| !c.act.is_empty());
        // a kettle that smells is no matter of who cleans
        let fits = self.around.name != "case_goods" && FIT_ALL.contains(&cared.group.name.as_str());
        (its_own || fits).then(|| own(cared))
    }

    /// In quotation marks; two where there is room.
    pub fn said(&self, lang: Lang, size: Size) -> String {
        let most = if size == Size::Long { self.quotes.len() } else { 1 };
        let (open, close) = lang.pick(("«", "»"), ("“", "”"));
        let mut list: Vec<&Quote> = self.quotes.iter().collect();
        if most < list.len() {
            list.sort_by(|a, b| b.weight().total_cmp(&a.weight()));
            list.truncate(most);
        }
        let list: Vec<String> = list.iter().map(|q| format!("{open}{}{close}", q.text)).collect();
        list.join(lang.pick(" и ", " and "))
    }
}
