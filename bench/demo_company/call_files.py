"""The calls as the recorders of a small company would export them, seven ways."""

from __future__ import annotations

import html
import json
import uuid

import pandas as pd

from bench.demo_company.exports import plain, text_of
from bench.demo_company.journeys import click_id
from bench.demo_company.talk import Call

SHARES = {
    "zoom": 24,
    "teams": 18,
    "srt": 16,
    "otter": 18,
    "rev": 14,
    "gong": 14,
    "callrail_csv": 18,
    "callrail_json": 10,
}


def call_files(calls: list[Call], truth: pd.DataFrame) -> dict[str, bytes]:
    """Return file name to bytes; the calls are dealt to the formats in turn."""
    dealt: dict[str, list[Call]] = {}
    left = dict(SHARES)
    for call in calls:
        name = max(left, key=lambda f: (left[f] / SHARES[f], f), default="")
        kind = name if left[name] > 0 else "plain"
        if kind != "plain":
            left[kind] -= 1
        dealt.setdefault(kind, []).append(call)
    files: dict[str, bytes] = {}
    for kind, write in (("zoom", _zoom), ("teams", _teams), ("srt", _srt), ("otter", _otter), ("rev", _rev)):
        for call in dealt.get(kind, []):
            name, content = write(call)
            files[f"calls/{name}"] = content.encode()
    files["calls/gong_calls_transcript.json"] = _gong(dealt.get("gong", []))
    files["calls/Call List-2026.csv"] = _callrail_csv(dealt.get("callrail_csv", []), truth)
    files["calls/callrail_calls.json"] = _callrail_json(dealt.get("callrail_json", []), truth)
    files["calls/switchboard.csv"] = _plain_calls(dealt.get("plain", []), truth)
    return files


def _timed(call: Call) -> list[tuple[float, float, bool, str]]:
    at, out = 3.1, []
    for agent, text in call.turns:
        end = at + 0.35 * len(text.split()) + 0.4
        out.append((at, end, agent, text))
        at = end + 0.45
    return out


def _clock(seconds: float, mark: str = ".") -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d}{mark}{ms % 1000:03d}"


def _zoom(call: Call) -> tuple[str, str]:
    """Zoom: numbered cues, `Name: text`, a long turn goes on in a cue without a name; CRLF."""
    blocks, n = ["WEBVTT", ""], 0
    for start, end, agent, text in _timed(call):
        words = text.split()
        cut = len(words) if len(words) < 16 else len(words) // 2
        middle = start + (end - start) * cut / len(words)
        who = call.agent if agent else call.lead.name
        for a, b, part in ((start, middle, f"{who}: " + " ".join(words[:cut])), (middle, end, " ".join(words[cut:]))):
            if part:
                n += 1
                blocks += [str(n), f"{_clock(a)} --> {_clock(b)}", part, ""]
    return f"GMT{call.lead.at:%Y%m%d-%H%M%S}_Recording.transcript.vtt", "\r\n".join(blocks) + "\r\n"


def _teams(call: Call) -> tuple[str, str]:
    """Teams: a GUID a cue, `<v Surname, Name (Guest)>`, HTML entities."""
    first, last = call.lead.name.split(" ", 1)
    guid = uuid.uuid5(uuid.NAMESPACE_URL, f"ottermead/{call.call_id}")
    blocks = ["WEBVTT", ""]
    for i, (start, end, agent, text) in enumerate(_timed(call)):
        who = call.agent if agent else f"{last}, {first} (Guest)"
        blocks += [
            f"{guid}/{7 + 2 * i}-0",
            f"{_clock(start)} --> {_clock(end)}",
            f"<v {who}>{html.escape(text, False)}</v>",
            "",
        ]
    return f"Telephone appointment_{call.lead.at:%Y-%m-%d}_{call.call_id}.vtt", "\n".join(blocks)


def _srt(call: Call) -> tuple[str, str]:
    blocks = []
    for i, (start, end, agent, text) in enumerate(_timed(call), 1):
        who = call.agent if agent else call.lead.name
        blocks += [str(i), f"{_clock(start, ',')} --> {_clock(end, ',')}", f"{who}: {text}", ""]
    return f"{call.lead.at:%Y-%m-%d} {call.call_id}.srt", "\r\n".join(blocks) + "\r\n"


def _otter(call: Call) -> tuple[str, str]:
    lines = []
    for start, _, agent, text in _timed(call):
        who = call.agent if agent else "Unknown Speaker"
        lines += [f"{who}  {int(start) // 60}:{int(start) % 60:02d}  ", text, ""]
    return f"{call.call_id}_otter_ai.txt", "\n".join([*lines, "Transcribed by https://otter.ai", ""])


def _rev(call: Call) -> tuple[str, str]:
    lines = []
    for i, (start, _, agent, text) in enumerate(_timed(call)):
        mark = f" [inaudible {_clock(start)[:8]}]" if i % 7 == 5 else ""
        lines += [f"Speaker {1 if agent else 2} ({int(start) // 60:02d}:{int(start) % 60:02d}):", text + mark, ""]
    return f"{call.call_id} rev transcript.txt", "\n".join(lines)


def _gong(calls: list[Call]) -> bytes:
    records = []
    for call in calls:
        n = int(call.call_id[1:])
        turns = [{"speakerId": str(6432345678555530000 + (n if not agent else 7)), "topic": "Intro" if i == 0 else None,
                  "sentences": [{"start": int(a * 1000), "end": int(b * 1000), "text": text}]}
                 for i, (a, b, agent, text) in enumerate(_timed(call))]  # fmt: skip
        records.append({"callId": str(7782342274025930000 + n), "transcript": turns})
    head = {
        "requestId": "4al018gzaztcr8nbukw",
        "records": {"totalRecords": len(records), "currentPageSize": len(records), "currentPageNumber": 0},
    }
    return (json.dumps({**head, "callTranscripts": records}, indent=1, ensure_ascii=False) + "\n").encode()


def _origin(call: Call, truth: pd.DataFrame) -> dict:
    """What the tracking number knows of the visit."""
    k = truth.iloc[call.lead.source] if call.lead.source >= 0 else None
    if k is None:
        return {"source": "Direct", "medium": "Direct", "campaign": "", "keywords": "", "url": "", "gclid": ""}
    if k["channel"] == "organic":
        return {
            "source": "Google Organic",
            "medium": "Organic",
            "campaign": "",
            "keywords": "",
            "url": k["url"],
            "gclid": "",
        }
    gclid = click_id(call.lead.customer_id)
    return {"source": "Google Ads", "medium": "CPC", "campaign": k["campaign"], "keywords": k["keyword"],
            "url": f"{k['url']}?gclid={gclid}", "gclid": gclid}  # fmt: skip


def _phone(call: Call) -> str:
    return f"+447700900{int(call.lead.customer_id[1:]) % 1000:03d}"


def _callrail_csv(calls: list[Call], truth: pd.DataFrame) -> bytes:
    head = [
        "Call Status",
        "Number Name",
        "Tracking Number",
        "Source",
        "Medium",
        "Campaign",
        "Keywords",
        "Start Time",
        "Duration (seconds)",
        "Name",
        "Phone Number",
        "City",
        "State",
        "Country",
        "First-Time Caller",
        "Landing Page",
        "Referrer",
        "GCLID",
        "Tags",
        "Note",
        "Value",
        "Qualified",
        "Transcription",
    ]
    rows: list[list] = [head]
    for call in calls:
        o = _origin(call, truth)
        said = " ".join(f"{'Agent' if agent else 'Caller'}: {text}" for agent, text in call.turns)
        rows.append(
            [
                "Answered Call",
                f"{o['source']} pool",
                "+442079460100",
                o["source"],
                o["medium"],
                o["campaign"],
                o["keywords"],
                f"{call.lead.at:%Y-%m-%d %H:%M:%S} +0000",
                int(_timed(call)[-1][1]),
                call.lead.name.upper(),
                _phone(call),
                "",
                "",
                "GB",
                "true",
                o["url"],
                "https://www.google.com/" if o["url"] else "",
                o["gclid"],
                "booked",
                "",
                "",
                "true",
                said,
            ]
        )
    rows.append(
        [
            "Missed Call",
            "Website pool",
            "+442079460101",
            "Direct",
            "Direct",
            "",
            "",
            f"{calls[-1].lead.at:%Y-%m-%d} 18:40:02 +0000",
            0,
            "",
            "+447700900999",
            "",
            "",
            "GB",
            "false",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
        ]
    )
    return text_of(rows).encode()


def _callrail_json(calls: list[Call], truth: pd.DataFrame) -> bytes:
    records = []
    for call in calls:
        o = _origin(call, truth)
        records.append(
            {"id": f"CAL{uuid.uuid5(uuid.NAMESPACE_URL, call.call_id).hex}", "answered": True, "direction": "inbound",
             "duration": int(_timed(call)[-1][1]), "start_time": f"{call.lead.at:%Y-%m-%dT%H:%M:%S}.000+00:00",
             "customer_name": call.lead.name.upper(), "customer_phone_number": _phone(call),
             "tracking_phone_number": "+442079460100", "voicemail": False, "first_call": True,
             "source": o["source"].lower().replace(" ", "_"), "medium": o["medium"], "campaign": o["campaign"],
             "keywords": o["keywords"], "landing_page_url": o["url"], "gclid": o["gclid"] or None,
             "lead_status": "good_lead", "tags": [{"name": "booked", "tag_level": "account"}],
             "conversational_transcript": [{"speaker": "Agent" if a else "Caller", "phrase": t} for a, t in call.turns]}
        )  # fmt: skip
    head = {"page": 1, "per_page": 100, "total_pages": 1, "total_records": len(records)}
    return (json.dumps({**head, "calls": records}, indent=1, ensure_ascii=False) + "\n").encode()


def _plain_calls(calls: list[Call], truth: pd.DataFrame) -> bytes:
    rows = []
    for call in calls:
        o = _origin(call, truth)
        for agent, text in call.turns:
            rows.append(
                {
                    "call_id": call.call_id,
                    "started_at": f"{call.lead.at:%Y-%m-%d %H:%M}",
                    "customer_id": call.lead.customer_id,
                    "speaker": "Agent" if agent else "Customer",
                    "text": text,
                    "outcome": call.lead.stage,
                    "product": call.lead.product_id if call.lead.stage == "won" else "",
                    "keyword": o["keywords"],
                    "click_id": o["gclid"],
                    "landing_page": o["url"].split("?")[0],
                }
            )
    return plain(pd.DataFrame(rows))
