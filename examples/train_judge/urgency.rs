//! The plane of the urgency: "critical", "high or worse", "normal or worse", each against the rest.

use crate::data::Row;
use crate::svm::{Example, Task, Weights, learn, logistic_fit};
use otklik::domain::Urgency;
use otklik::judge::training::Sample;
use otklik::judge::{decide_urgency, judge_by};

/// Few texts need few buckets.
pub const PLANE_BITS: u32 = 15;
/// Parts of the cross-validation.
pub const PARTS: usize = 5;
/// Cost of a miss.
const COST: f32 = 0.6;

/// The weights with slopes and shifts, and the logits of each text by a model that has not seen it.
pub struct Learned {
    pub answers: Weights<3>,
    pub slope: [f32; 3],
    pub shift: [f32; 3],
    pub unseen: Vec<[f32; 3]>,
}

/// The part of the cross-validation that a text belongs to.
pub fn part(row: &Row) -> usize {
    row.id
        .bytes()
        .fold(0_usize, |h, b| h.wrapping_mul(31) + usize::from(b))
        % PARTS
}

/// Learns with cross-validation.
pub fn learn_all(rows: &[Row], samples: &[Sample], seed: u64) -> Learned {
    // The rarer side costs more, by the root of how much rarer it is.
    let rare = [0, 1, 2].map(|k| {
        let yes = rows.iter().filter(|r| r.urgency <= k).count().max(1) as f32;
        ((rows.len() as f32 - yes) / yes).sqrt()
    });
    let all = |without: Option<usize>| {
        let example = |(row, sample): (&Row, _)| {
            let yes = [0, 1, 2].map(|k| row.urgency <= k);
            Example {
                sample,
                offset: None,
                side: yes.map(|yes| if yes { 1.0 } else { -1.0 }),
                cost: [0, 1, 2].map(|k| match () {
                    () if without == Some(part(row)) => 0.0,
                    () if yes[k] => COST * rare[k],
                    () => COST,
                }),
            }
        };
        let examples: Vec<Example<'_, 3>> = rows.iter().zip(samples).map(example).collect();
        let task = Task {
            bits: PLANE_BITS,
            offsets: 0,
            rarity: 0.5,
            seed,
        };
        learn(&examples, task)
    };
    let mut unseen = vec![[0.0; 3]; rows.len()];
    for without in 0..PARTS {
        let answers = all(Some(without));
        for (i, _) in rows.iter().enumerate().filter(|(_, r)| part(r) == without) {
            unseen[i] = answers.scores(&samples[i]);
        }
    }
    let fits = [0, 1, 2].map(|k| {
        let scores: Vec<f32> = unseen.iter().map(|s| s[k]).collect();
        let yes: Vec<bool> = rows.iter().map(|r| r.urgency <= k).collect();
        logistic_fit(&scores, &yes)
    });
    for scores in &mut unseen {
        *scores = [0, 1, 2].map(|k| scores[k] * fits[k].0 + fits[k].1);
    }
    Learned {
        answers: all(None),
        slope: fits.map(|f| f.0),
        shift: fits.map(|f| f.1),
        unseen,
    }
}

/// One line of figures.
pub fn print(name: &str, rows: &[Row], said: &[usize]) {
    let count = |f: &dyn Fn(usize, usize) -> bool| {
        rows.iter().zip(said).filter(|(r, s)| f(r.urgency, **s)).count() as f32
    };
    let ratio = |a: f32, b: f32| a / b.max(1.0);
    let both = |k: usize| count(&|is, said| is <= k && said <= k);
    let (is, says) = (
        |k: usize| count(&|is, _| is <= k),
        |k: usize| count(&|_, said| said <= k),
    );
    let f1 = |k: usize| {
        ratio(
            2.0 * count(&|is, said| is == k && said == k),
            count(&|is, _| is == k) + count(&|_, said| said == k),
        )
    };
    let macro_f1 = (0..4).map(f1).sum::<f32>() / 4.0;
    println!(
        "{name:<34} macro-F1 {macro_f1:.3}  critical R/P {:.3}/{:.3}  alert R/P {:.3}/{:.3}  critical called normal or low {}",
        ratio(both(0), is(0)),
        ratio(both(0), says(0)),
        ratio(both(1), is(1)),
        ratio(both(1), says(1)),
        count(&|is, said| is == 0 && said >= 2)
    );
}

/// Rules alone, model alone and both, on texts that the model has not seen.
pub fn report(rows: &[Row], model: &otklik::judge::model::Model, unseen: &[[f32; 3]], with_grid: bool) {
    println!(
        "== urgency, {PARTS} parts, each read by a model that has not seen it (rules have been tuned on them)"
    );
    let lexicon: Vec<usize> = rows
        .iter()
        .map(|r| judge_by(None, &r.input).urgency as usize)
        .collect();
    print("rules with the lexicon's sentiment", rows, &lexicon);
    let rules: Vec<Urgency> = rows
        .iter()
        .map(|r| otklik::judge::training::rules_alone(&r.input, model))
        .collect();
    print(
        "rules with the model's sentiment",
        rows,
        &rules.iter().map(|u| *u as usize).collect::<Vec<_>>(),
    );
    let alone = |l: &[f32; 3]| (0..3).find(|k| l[*k] > 0.0).unwrap_or(3);
    print("model alone", rows, &unseen.iter().map(alone).collect::<Vec<_>>());
    let both = |shift: f32| -> Vec<usize> {
        rules
            .iter()
            .zip(unseen)
            .map(|(r, l)| decide_urgency(*r, *l, [0.0; 3], shift) as usize)
            .collect()
    };
    print("rules and model", rows, &both(0.0));
    println!("curve of the setting judge.alert_bias");
    for tenth in (-15..=15).step_by(3) {
        print(
            &format!("  {:+.1}", tenth as f32 / 10.0),
            rows,
            &both(tenth as f32 / 10.0),
        );
    }
    if with_grid {
        grid(rows, &rules, unseen);
    }
}

/// Tries thresholds; for whoever sets the constants of `judge::urgency` anew.
fn grid(rows: &[Row], rules: &[Urgency], unseen: &[[f32; 3]]) {
    for keep in [-9.0, -3.0, -2.5, -2.0, -1.5, -1.0] {
        for wake in [-1.0, -0.5, 0.0, 0.5, 1.0, 9.0] {
            for (answer, name) in [(0_usize, "critical"), (1, "alert")] {
                let said: Vec<usize> = rules
                    .iter()
                    .zip(unseen)
                    .map(|(r, l)| {
                        let ruled = (*r as usize) <= answer;
                        if ruled && l[answer] > keep || l[answer] > wake {
                            answer
                        } else {
                            3
                        }
                    })
                    .collect();
                print(&format!("{name} keep {keep} wake {wake}"), rows, &said);
            }
        }
    }
}
