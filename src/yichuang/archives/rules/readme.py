"""The text that comes with every package, for whoever opens it without this software."""

README_TEXT = """\
政务服务办件归档信息包说明

一、本信息包收录一个办结办件的全部电子文件：申请表、申请材料、出具的文书、办理过程记录，以及元数据和电子签名。
二、文件都是通用格式：JSON（UTF-8 编码的文本）、PDF 和申请人提交的原文件，不需要专用软件即可阅读。

  manifest.json             文件清单：每个文件的名称、大小、SM3 和 SHA-256 摘要
  metadata.json             元数据：内容、结构、背景、管理四类元素，每个元素都有中文名称
  content/item.json         申请时适用的事项版本（办事指南的全部要素）
  content/form.json         申请表：问题和答案
  content/materials.json    材料清单：每份材料的名称、份数、提交环节和原文件名
  materials/                申请人提交的文件，以 SHA-256 摘要命名
  papers/                   办理中出具的文书（PDF），按出具顺序编号
  ledger/ledger.jsonl       办理过程记录：每行一个环节，以 SM3 摘要逐行相连
  signatures/               电子签名：SM2 算法、SM3 摘要

三、检验方法：用随系统源代码提供的独立检验程序 check_package.py（只需 Python 3.9 以上）：
      python3 check_package.py 信息包.zip --key 公钥
    公钥以政务服务中心公布的为准。程序逐项检验真实性、完整性、可用性、安全性，并列出每一处不符。
四、办件归档后又有新环节的（如变更、撤销、注销），另做一个信息包，收录全部内容；此前的信息包不变，在元数据中列明。
五、用测试密钥作出的签名没有法律效力。

About this package

It holds all electronic files of one closed case: form, materials, papers issued, ledger, metadata and signatures.
manifest.json lists every file with its size and digests (SM3 and SHA-256); it lists neither itself nor its signature.
Check it with the stand-alone program check_package.py (Python 3.9 or newer, nothing else):
      python3 check_package.py PACKAGE.zip --key PUBLIC_KEY
where the key is the one that the centre publishes. A signature by a test key has no legal effect.
Acts after archiving (a change, a revocation) give a further package with everything; the metadata name the former ones.
"""
