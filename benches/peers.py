#!/usr/bin/env python3
"""Reads the same labelled texts with otklik and with peers from PyPI, in one run, and prints quality and µs a text.

    python3 -m venv V && V/bin/pip install vaderSentiment scikit-learn fasttext-wheel
    cargo build --release --example judge_lines
    V/bin/python benches/peers.py DIR target/release/examples/judge_lines

DIR holds the unpacked files of the data set. The peers learn from the training files (reviews and posts of one
language together, as a user would), everybody reads the valid files one text a call. A peer that is not installed is
left out, with a line that says so. VADER reads English only. otklik is timed with its process: start and JSON included.
"""
import json, re, subprocess, sys, tempfile, time

LABELS = ["negative", "neutral", "positive"]


def rows(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file.read().split("\n") if line]


def figures(name, texts, said, seconds):
    cell = {(i, s): 0 for i in LABELS for s in LABELS}
    for row, answer in zip(texts, said):
        cell[row["label"], answer] += 1

    def f1(k, among):
        right = cell[k, k]
        wrong = sum(cell[i, k] for i in among) + sum(cell[k, s] for s in LABELS) - right
        return 2 * right / max(1, right + wrong)

    accuracy = sum(cell[k, k] for k in LABELS) / len(texts)
    polar = (f1("negative", ["negative", "positive"]) + f1("positive", ["negative", "positive"])) / 2
    macro = sum(f1(k, LABELS) for k in LABELS) / 3
    print(f"  {name:<34} acc {accuracy:.3f}  polar F1 {polar:.3f}  macro-F1 {macro:.3f}  {seconds / len(texts) * 1e6:8.1f} µs", flush=True)


def timed(texts, read):
    start = time.perf_counter()
    said = [read(row["text"]) for row in texts]
    return said, time.perf_counter() - start


def otklik(program, texts):
    lines = "\n".join(
        json.dumps({"id": i, "text": r["text"], "platform": "vk" if r["kind"] == "social" else None}, ensure_ascii=False)
        for i, r in enumerate(texts)
    )
    start = time.perf_counter()
    out = subprocess.run([program], input=lines, capture_output=True, text=True, check=True).stdout
    took = time.perf_counter() - start
    return [json.loads(line)["sentiment"] for line in out.split("\n") if line], took


def peers(language, train):
    if language == "en":
        try:
            from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
            vader = SentimentIntensityAnalyzer()

            def read(text):
                mood = vader.polarity_scores(text)["compound"]
                return "positive" if mood >= 0.05 else "negative" if mood <= -0.05 else "neutral"

            yield "VADER", read
        except ImportError as error:
            print("  left out:", error)
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import FeatureUnion, Pipeline
        from sklearn.svm import LinearSVC

        union = FeatureUnion([
            ("words", TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)),
            ("pieces", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True, max_features=300_000)),
        ])
        model = Pipeline([("features", union), ("svm", LinearSVC(C=0.3))])
        model.fit([r["text"] for r in train], [r["label"] for r in train])
        yield "TF-IDF + LinearSVC", lambda text: model.predict([text])[0]
    except ImportError as error:
        print("  left out:", error)
    try:
        import fasttext

        flat = lambda text: re.sub(r"\s+", " ", text.lower())
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.writelines(f"__label__{r['label']} {flat(r['text'])}\n" for r in train)
            file.flush()
            net = fasttext.train_supervised(file.name, dim=16, wordNgrams=2, minn=3, maxn=5, bucket=500_000, epoch=5, lr=0.3, thread=1, verbose=0)
        # `predict` of the wheel does not know the present numpy, the inner call does
        yield "fastText dim 16", lambda text: net.f.predict(flat(text) + "\n", 1, 0.0, "strict")[0][1].replace("__label__", "")
    except ImportError as error:
        print("  left out:", error)


def main():
    directory, program = sys.argv[1], sys.argv[2]
    for language in ("ru", "en"):
        train = rows(f"{directory}/sentiment_train_{language}.jsonl")
        valid = rows(f"{directory}/sentiment_valid_{language}.jsonl")
        groups = {
            "reviews": [r for r in valid if r["kind"] == "review" and r["domain"] not in ("book", "movie")],
            "posts": [r for r in valid if r["kind"] == "social"],
        }
        print(language)
        for name, texts in groups.items():
            if texts:
                figures(f"otklik, {name} ({len(texts)})", texts, *otklik(program, texts))
        for peer, read in peers(language, train):
            for name, texts in groups.items():
                if texts:
                    figures(f"{peer}, {name}", texts, *timed(texts, read))


main()
