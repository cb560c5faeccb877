"""Transcripts of the reference, and the malformed ones people really have."""

from __future__ import annotations

import json

import pytest

from keyworth import schema
from keyworth.errors import UnusableFile
from keyworth.ingest.containers.archives import open_sources
from keyworth.ingest.containers.source import Source
from keyworth.ingest.entities.notes import plain, quoted
from keyworth.ingest.entities.turns import Cue, named, speakers_of, started_in_name
from keyworth.ingest.recognise import recognise
from keyworth.settings import Ingest

SAM, CALLER = "Acme Heating, Sam speaking.", "Hi, the boiler keeps beeping."
SAMPLES = [
    ("GMT20260814-093000_Recording.transcript.vtt", "webvtt", 3, 0,
     [SAM, "Hi, the boiler says: error F22. and it keeps beeping"]),
    ("Sales call_2026-08-14.vtt", "webvtt", 2, 0, ["Hello & welcome, how can we help?", "The boiler keeps beeping."]),
    ("call.srt", "subrip", 2, 0, [SAM, CALLER]),
    ("Sales call_otter_ai.txt", "otter_text", 3, 0, [SAM, f"{CALLER} It says F22.", "Right, we can come today."]),
    ("rev_transcript.txt", "rev_text", 2, 0, [SAM, f"{CALLER} F22."]),
    ("teams_transcript_old.docx", "teams_docx", 2, 0, [SAM, CALLER]),
    ("teams_transcript_new.docx", "teams_docx", 2, 0, [SAM, CALLER]),
    ("gong_calls_transcript.json", "gong", 3, 0, [SAM, "Hi. The boiler keeps beeping."]),
    ("callrail_calls.json", "callrail_json", 1, 0, ["Acme Heating.", "The boiler keeps beeping."]),
    ("Call List-2026-08-28.csv", "callrail_csv", 2, 0, ["Acme Heating.", CALLER]),
    ("fireflies_transcript.json", "fireflies", 2, 0, [SAM, CALLER]),
    ("whisper.json", "whisper", 3, 1, [SAM, CALLER]),
    ("aws_transcribe.json", "aws_transcribe", 2, 0, ["Acme Heating.", "Hi"]),
    ("deepgram.json", "deepgram", 2, 0, ["Acme Heating.", CALLER]),
    ("hubspot-crm-exports-notes-2026-08-28.csv", "hubspot_notes", 1, 0,
     ['Says "combi keeps losing pressure".', "combi keeps losing pressure"]),
    ("hubspot-crm-exports-all-calls-2026-08-28.csv", "hubspot_calls", 2, 1,
     ["Boiler beeping since Sunday, wants same-day visit.\nAsked about finance."]),
    ("Task.csv", "salesforce_task", 2, 1, ["Customer says boiler is beeping.\nWants same-day visit."]),
]  # fmt: skip


def read(source, kind="calls"):
    module, found = recognise(source)
    reading = module.read(source, found, Ingest())
    table = schema.conform(reading.tables[kind], schema.INPUTS[kind])
    assert 0 <= len(reading.set_aside) <= reading.rows_in
    return module.__name__.rsplit(".", 1)[-1], reading, table


@pytest.mark.parametrize(("file", "form", "rows_in", "aside", "texts"), SAMPLES, ids=[s[0] for s in SAMPLES])
def test_sample(shared_formats, file, form, rows_in, aside, texts):
    (source,) = open_sources(shared_formats / file)
    name, reading, table = read(source)
    assert (name, reading.rows_in, len(reading.set_aside)) == (form, rows_in, aside)
    assert table["text"].tolist() == texts


def test_calls_bring_their_click_and_their_time(shared_formats):
    (source,) = open_sources(shared_formats / "callrail_calls.json")
    _, _, touches = read(source, "touchpoints")
    row = touches.iloc[0]
    assert (row["click_id"], row["keyword"], row["channel"]) == ("Cj0KCtest", "boiler repair near me", "paid")
    assert str(row["at"]) == "2026-08-14 14:30:05+00:00"
    _, _, calls = read(source)
    assert calls["role"].tolist() == ["agent", "customer"]
    assert not calls["person"].eq("").any()


def test_aircall_is_touchpoints(shared_formats):
    (source,) = open_sources(shared_formats / "aircall_calls_2026-08.csv")
    assert read(source, "touchpoints")[2]["channel"].tolist() == ["phone", "phone"]


def test_conversations_a_line_each(shared_data):
    (source,) = open_sources(shared_data / "coffee_calls" / "calls.jsonl.gz")
    name, reading, table = read(source)
    assert name == "generic_json"
    assert table["call_id"].nunique() == 3000
    assert set(table["role"]) == {"agent", "customer"}
    assert reading.rows_in == sum(len(json.loads(line)["turns"]) for line in source.text.splitlines())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("WEBVTT\r\r00:01.000 --> 00:02.000\rAgent: hi\r\r00:02.000 --> 00:03.000\rCaller: a shed\r", ["hi", "a shed"]),
        (
            "\ufeffWEBVTT - made by x\n\nSTYLE\n::cue {}\n\nintro-1\n00:00:01,000 --> 00:00:02,000\n<v.loud Agent>hi\n",
            ["hi"],
        ),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>one</v> <v B>two</v>\n", ["one", "two"]),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n00:03.000 --> 00:04.000\nAgent: hi\n", ["hi"]),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<c.yellow>Agent: hi</c> <00:01.500>there\n", ["hi there"]),
    ],
)
def test_malformed_captions(text, said):
    _, _, table = read(Source("x.vtt", text.encode()))
    assert table["text"].tolist() == said


def test_a_colon_is_no_speaker_by_itself():
    cues = [Cue(i, "", t) for i, t in enumerate(["Sam: hello", "Jo: hi", "it says: error", "Error: F22", "Jo: yes"])]
    assert [c.speaker for c in speakers_of(cues)] == ["Sam", "Jo", "Jo", "Jo", "Jo"]
    assert named("https://example.com")[0] == ""


def test_names_of_files_tell_the_time():
    assert started_in_name("call 2026-13-45.vtt", "UTC") is None
    assert str(started_in_name("2026-08-14 09.30 call.txt", "Europe/London")) == "2026-08-14 08:30:00+00:00"


def test_notes():
    assert plain("<p>a&nbsp;b</p><script>x</script>") == "a b\nx"
    assert quoted("it's the customer's \"small pod\" and 'the big one'") == ["small pod", "the big one"]


def test_a_word_file_that_is_none():
    data = b"PK\x03\x04 word/document.xml broken"
    with pytest.raises(UnusableFile, match="damaged"):
        read(Source("x.docx", data))


def test_a_doctype_in_word_is_refused():
    import io
    import zipfile

    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>')
    with pytest.raises(UnusableFile, match="damaged"):
        read(Source("x.docx", bomb.getvalue()))


@pytest.mark.parametrize(
    "data",
    [
        [{"id": 1, "messages": [{"role": "user", "content": "a shed"}, {"role": "assistant", "content": "yes"}]}],
        {
            "conversations": [
                {
                    "conversation_id": "x",
                    "utterances": [{"who": "caller", "utterance": "a shed"}, {"who": "agent", "utterance": "yes"}],
                }
            ]
        },
        [{"call_id": "1", "speaker": "caller", "text": "a shed"}, {"call_id": "1", "speaker": "agent", "text": "yes"}],
        {"transcript": {"turns": [{"speaker": "caller", "text": "a shed"}, {"speaker": "agent", "text": "yes"}]}},
        {"dialogue": [["caller", "a shed"], ["agent", "yes"]]},
    ],
)
def test_shapes_of_json(data):
    name, _, table = read(Source("x.json", json.dumps(data).encode()))
    assert name == "generic_json"
    assert table["text"].tolist() == ["a shed", "yes"]
    assert table["role"].tolist() == ["customer", "agent"]
