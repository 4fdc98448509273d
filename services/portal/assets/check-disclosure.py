#!/usr/bin/env python3
"""核对行政处罚决定公示的证明。不联网，只用 Python 3 自带的库；签名用本机的 openssl 核对。

用法：python3 check-disclosure.py proof.json '账本验证公钥'

公钥形如 name+id+base64，请取自处罚机关在其他渠道公布的，不要只用证明文件中的。
退出码：0 全部相符，1 有不符，2 无法核对。
"""
import base64
import hashlib
import hmac
import json
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

DECISION = {1: "文号", 2: "处罚机关", 5: "当事人", 6: "统一社会信用代码", 7: "违法行为类型", 8: "主要违法事实", 9: "违反的规定",
            10: "处罚依据", 13: "处罚内容", 14: "决定日期", 15: "公示截止日期"}
FINE = 12
WITHDRAWN = {3: "文号", 4: "处罚机关", 6: "撤下理由"}


def sha256(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()


def root_of(leaf, index, size, path):
    """RFC 9162 第 2.1.3.2 节：由叶哈希和路径算出根；路径长短不对时为 None。"""
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            r = sha256(b"\1", p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha256(b"\1", r, p)
        fn, sn = fn >> 1, sn >> 1
    return r if sn == 0 else None


def signed_by(text, signatures, vkey):
    """C2SP signed-note：正文是否由这个公钥签名（Ed25519）。"""
    name, key_id, key = vkey.split("+", 2)
    public = base64.b64decode(key)[1:]
    for line in signatures.splitlines():
        dash, signer, value = line.split(" ")
        signature = base64.b64decode(value)
        if dash == "—" and signer == name and signature[:4].hex() == key_id:
            return openssl_agrees(public, text.encode(), signature[4:])
    return False


def openssl_agrees(public, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("key", "message", "signature")]
        for file, content in zip(files, (bytes.fromhex("302a300506032b6570032100") + public, message, signature)):
            file.write_bytes(content)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", files[0], "-rawin", "-in", files[1], "-sigfile", files[2]]
        return subprocess.run(command, capture_output=True).returncode == 0


def fields(message):
    """Protocol Buffers 编码：逐个给出字段号和值。"""
    at = 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at, value, shift = at + 1, value | (byte & 127) << shift, shift + 7
            if byte < 128:
                return value

    while at < len(message):
        tag = number()
        if tag & 7 == 0:
            yield tag >> 3, number()
        elif tag & 7 == 2:
            length = number()
            yield tag >> 3, message[at:at + length]
            at += length
        else:
            raise ValueError("公示文本中有不认识的编码")


def show(notice):
    part = dict(fields(notice))
    body = dict(fields(part[2]))
    withdrawn = part[1].decode().endswith("DisclosureWithdrawn")
    names, told = (WITHDRAWN, body) if withdrawn else (DECISION, dict(fields(body[3])))
    for field, name in names.items():
        if field in told:
            print(f"    {name}：{told[field].decode()}")
    if not withdrawn and FINE in told:
        print(f"    罚款金额：{told[FINE] / 100:,.2f}元")


def beijing(at):
    """记录中的时间是世界时（UTC）；给人看的是北京时间，比世界时早八小时。"""
    return f"{datetime.strptime(at[:19], '%Y-%m-%dT%H:%M:%S') + timedelta(hours=8)}（北京时间）"


def check(act, vkey):
    """核对一条记录，给出不符之处。"""
    entry, position = base64.b64decode(act["entry"]), int(act["position"])
    text, _, signatures = act["checkpoint"].rpartition("\n\n")
    text += "\n"
    origin, size, root = text.splitlines()
    if origin != vkey.split("+")[0] or not signed_by(text, signatures, vkey):
        yield "校验点的签名不是这个公钥签的"
    path = [base64.b64decode(item) for item in act["inclusionProof"]]
    if position >= int(size) or root_of(sha256(b"\0", entry), position, int(size), path) != base64.b64decode(root):
        yield "记录不在校验点的账本中"
    if act["notice"]:
        notice, part = base64.b64decode(act["notice"]), json.loads(entry)["dig"][act["part"]]
        if base64.b64encode(hmac.digest(base64.b64decode(act["salt"]), notice, "sha256")).decode() != part["d"]:
            yield "公示文本与记录中的承诺值不符"


def main(arguments):
    if len(arguments) != 2:
        print(__doc__)
        return 2
    proof, bad = json.loads(Path(arguments[0]).read_text("utf-8")), 0
    for act in proof["acts"]:
        print(f"位置 {act['position']}：{act['title']}，记入时间 {beijing(json.loads(base64.b64decode(act['entry']))['at'])}")
        problems = list(check(act, arguments[1]))
        bad += len(problems)
        print("\n".join(f"    不符：{problem}" for problem in problems) if problems else "    相符")
        if act["notice"] and not problems:
            show(base64.b64decode(act["notice"]))
    print("全部相符" if proof["acts"] and not bad else "有不符，不可采信")
    return 0 if proof["acts"] and not bad else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
