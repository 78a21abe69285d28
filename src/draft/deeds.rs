//! What is done, and which names are worth saying.

use super::aspects::Aspect;
use super::dice::Dice;
use super::form::Size;
use super::groups::Groups;
use crate::domain::{Lang, Topic};

/// Actions of one's own below which those that fit everything are said too.
const FEW_ACTS: usize = 3;
/// Letters of an action that fits into the short form.
const SHORT_ACT: usize = 72;

/// One of them is more than a bare word.
pub fn telling(lang: Lang, aspects: &[&Aspect]) -> bool {
    let words = lang.pick(2, 3);
    let long = |a: &&Aspect| a.cases[0].split_whitespace().count() >= words;
    aspects.iter().any(|a| a.bad || a.situation || long(a))
}

/// One thing to be done, never `but`; one that fits everything only where there are few of one's own.
pub fn act(own: &[String], groups: &Groups, size: Size, but: Option<&str>, dice: &mut Dice) -> String {
    let other = groups.other();
    let list: Vec<&String> = match size {
        Size::Long => own
            .iter()
            .chain(other.act.iter().take(if own.len() < FEW_ACTS { 2 } else { 0 }))
            .collect(),
        Size::Short | Size::Tiny => {
            let fits = |a: &&String| a.chars().count() <= SHORT_ACT;
            let own: Vec<&String> = own.iter().filter(fits).collect();
            let more = if own.len() < FEW_ACTS { other.act.len() } else { 0 };
            own.into_iter()
                .chain(other.act.iter().filter(fits).take(more))
                .collect()
        }
    };
    let mut list: Vec<&String> = list.into_iter().filter(|a| Some(a.as_str()) != but).collect();
    if size == Size::Tiny {
        list.sort_by_key(|a| a.chars().count());
        list.truncate(3);
    }
    list.get(dice.draw(list.len()))
        .map_or_else(String::new, |a| (*a).clone())
}

/// The general name of the first topic that has one.
pub fn by_topic(lang: Lang, topics: &[Topic]) -> Option<Aspect> {
    let group = topics.iter().find_map(|t| Groups::of(lang).for_topic(*t))?;
    Some(Aspect::general(group))
}
