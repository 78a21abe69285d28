//! What the trainer prints.

use crate::data::{Text, by_rules};
use otklik::judge::model::EVENTS;

const THRESHOLDS: [f32; 8] = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/// Recall and precision by source and threshold, of the model alone and beside the rules; how often the kind is right.
pub fn print(texts: &[Text], p: &[f32], kinds: &[usize], show: bool) {
    let ruled: Vec<bool> = texts.iter().map(|t| by_rules(&t.text)).collect();
    let mut sources: Vec<&str> = texts.iter().map(|t| t.source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    let all = |_: &Text| true;
    for source in &sources {
        table(source, texts, p, &ruled, |t| t.source == *source);
    }
    table("all", texts, p, &ruled, all);
    let told = texts.iter().zip(kinds).filter_map(|(t, k)| Some((t.event?, *k)));
    let right = told.clone().filter(|(a, b)| a == b).count();
    println!("kind right: {right} of {}", told.count());
    if show {
        for ((text, p), ruled) in texts.iter().zip(p).zip(&ruled) {
            let heard = *p >= 0.5 || *ruled;
            if heard != text.event.is_some() {
                let name = text.event.map_or("-".to_owned(), |e| EVENTS[e].to_string());
                println!(
                    "{p:.2} rule {ruled} {} {name}: {}",
                    text.source,
                    text.text.replace('\n', " ")
                );
            }
        }
    }
}

fn table(name: &str, texts: &[Text], p: &[f32], ruled: &[bool], with: impl Fn(&Text) -> bool) {
    let rows: Vec<usize> = (0..texts.len()).filter(|at| with(&texts[*at])).collect();
    let events = rows.iter().filter(|at| texts[**at].event.is_some()).count();
    let cell = |heard: &dyn Fn(usize) -> bool| {
        let said: Vec<usize> = rows.iter().copied().filter(|at| heard(*at)).collect();
        let right = said.iter().filter(|at| texts[**at].event.is_some()).count();
        let (recall, precision) = (share(right, events), share(right, said.len()));
        let f1 = 2.0 * recall * precision / (recall + precision).max(1e-9);
        format!("{recall:.2}/{precision:.2}/{f1:.3}")
    };
    println!(
        "{name}: {} texts, {events} events; recall/precision/F1",
        rows.len()
    );
    println!("  rules alone  {}", cell(&|at| ruled[at]));
    for t in THRESHOLDS {
        let (alone, both) = (cell(&|at| p[at] >= t), cell(&|at| p[at] >= t || ruled[at]));
        println!("  p >= {t:.1}  model {alone}  both {both}");
    }
}

fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}
