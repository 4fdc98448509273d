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
            10: "处罚依据", 13: "处罚内容", 14: "决定日期", 15: "公示截止日期",
            16: "行政复议机关", 17: "管辖法院"}
FINE = 12
WITHDRAWN = {3: "文号", 4: "处罚机关", 6: "撤回理由"}
ANNULLED = {3: "文号", 4: "处罚机关", 6: "撤销日期"}


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


class NotCheckable(Exception):
    """不能得出结论：公钥或者文件读不懂，或者不是同一账本的。不等于公示有假。"""


def key_in(vkey):
    """C2SP 验证公钥：名称、编号、公钥。编号由名称和公钥算出，抄错一个字就对不上。"""
    try:
        name, key_id, key = vkey.strip().split("+", 2)
        raw = base64.b64decode(key, validate=True)
    except ValueError:
        raise NotCheckable("公钥读不懂：应形如 名称+8位编号+base64，请核对是否抄写完整")
    if len(raw) != 33 or raw[0] != 1 or hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() != key_id:
        raise NotCheckable("公钥与其编号不符，多半是抄写有误，请重新取得")
    return name, key_id, raw[1:]


def signed_by(text, signatures, name, key_id, public):
    """C2SP signed-note：正文是否由这个公钥签名（Ed25519）。"""
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
    names = {"DisclosureWithdrawn": WITHDRAWN, "DisclosedDecisionAnnulled": ANNULLED}.get(part[1].decode().rpartition(".")[2], DECISION)
    told = dict(fields(body[3])) if names is DECISION else body
    for field, name in names.items():
        if field in told:
            print(f"    {name}：{told[field].decode()}")
    if names is DECISION and FINE in told:
        print(f"    罚款金额：{told[FINE] // 100 if told[FINE] % 100 == 0 else format(told[FINE] / 100, '.2f')}元")


def beijing(at):
    """记录中的时间是世界时（UTC）；给人看的是北京时间，比世界时早八小时。"""
    return f"{datetime.strptime(at[:19], '%Y-%m-%dT%H:%M:%S') + timedelta(hours=8)}（北京时间）"


def check(act, name, key_id, public):
    """核对一条记录，给出不符之处。"""
    entry, position = base64.b64decode(act["entry"]), int(act["position"])
    text, _, signatures = act["checkpoint"].rpartition("\n\n")
    text += "\n"
    origin, size, root = text.splitlines()
    if origin != name:
        raise NotCheckable(f"公钥是账本 {name} 的，证明是账本 {origin} 的，不是同一账本，请取得该账本的公钥")
    if not signed_by(text, signatures, name, key_id, public):
        yield "校验点的签名不是这个公钥签的"
    path = [base64.b64decode(item) for item in act["inclusionProof"]]
    if position >= int(size) or root_of(sha256(b"\0", entry), position, int(size), path) != base64.b64decode(root):
        yield "记录不在校验点的账本中"
    if act["notice"]:
        notice, part = base64.b64decode(act["notice"]), json.loads(entry)["dig"][act["part"]]
        if base64.b64encode(hmac.digest(base64.b64decode(act["salt"]), notice, "sha256")).decode() != part["d"]:
            yield "公示文本与记录中的承诺值不符"


def check_all(arguments):
    key = key_in(arguments[1])
    try:
        acts, bad = json.loads(Path(arguments[0]).read_text("utf-8"))["acts"], 0
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotCheckable(f"读不懂证明文件 {arguments[0]}（{type(error).__name__}），请重新下载")
    for act in acts:
        problems = list(check(act, *key))
        print(f"位置 {act['position']}：{act['title']}，记入时间 {beijing(json.loads(base64.b64decode(act['entry']))['at'])}")
        bad += len(problems)
        print("\n".join(f"    不符：{problem}" for problem in problems) if problems else "    相符")
        if act["notice"] and not problems:
            show(base64.b64decode(act["notice"]))
    print("全部相符" if acts and not bad else "有不符，不可采信")
    return 0 if acts and not bad else 1


def main(arguments):
    if len(arguments) != 2:
        print(__doc__)
        return 2
    try:
        return check_all(arguments)
    except NotCheckable as reason:
        print(f"无法核对：{reason}。")
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
