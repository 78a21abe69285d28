//! Three scores as probabilities.

/// One slope and a shift for each of three scores, so that softmax gives probabilities: gradient descent on the
/// likelihood.
pub fn softmax_fit(scores: &[[f32; 3]], labels: &[usize]) -> (f32, [f32; 3]) {
    let (mut slope, mut shift) = (1.0_f32, [0.0_f32; 3]);
    for _ in 0..3000 {
        let (mut ds, mut db) = (0.0, [0.0; 3]);
        for (score, label) in scores.iter().zip(labels) {
            let p = softmax([0, 1, 2].map(|k| slope * score[k] + shift[k]));
            for k in 0..3 {
                let error = p[k] - if k == *label { 1.0 } else { 0.0 };
                ds += error * score[k];
                db[k] += error;
            }
        }
        let rate = 1.0 / scores.len().max(1) as f32;
        slope -= rate * ds;
        for k in 0..3 {
            shift[k] -= rate * db[k];
        }
    }
    (slope, shift)
}

pub fn softmax(logits: [f32; 3]) -> [f32; 3] {
    let top = logits.iter().copied().fold(f32::MIN, f32::max);
    let e = logits.map(|l| (l - top).exp());
    e.map(|x| x / (e[0] + e[1] + e[2]))
}
