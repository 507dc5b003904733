/// The report's style sheet: one column on a phone, black on white in print, no fonts or images to load.
enum ReportStyle {
    static let css = """
        :root{--ink:#1c1b19;--soft:#6b665e;--line:#ddd6ca;--paper:#fffdf9;--red:#a6281e;--gold:#8a6314}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:52rem;padding:1rem 1rem 4rem;color:var(--ink);background:var(--paper);
        font:1rem/1.65 system-ui,-apple-system,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
        h1{font-size:1.6rem;line-height:1.3;margin:1.2rem 0 .2rem}
        h2{font-size:1.15rem;margin:2.2rem 0 .6rem;padding-bottom:.25rem;border-bottom:2px solid var(--line)}
        h3{font-size:1rem;margin:1.4rem 0 .4rem}
        p,ul,dl{margin:.5rem 0}
        ul{padding-left:1.3rem}
        [lang=en]{color:var(--soft);font-size:.88em}
        .grade{margin:0;padding:.8rem 1rem;border-left:.4rem solid var(--gold);background:#faf3e2;overflow-wrap:anywhere}
        .grade b{font-size:1.1em}
        .grade [lang=en]{display:block}
        .rehearsal{margin:.8rem 0;padding:.7rem 1rem;color:#fff;background:var(--red);font-weight:700}
        .rehearsal [lang=en]{color:#fff}
        dl{display:grid;grid-template-columns:minmax(7rem,13rem) 1fr;gap:.25rem 1rem}
        dt{color:var(--soft)}
        dd{margin:0;overflow-wrap:anywhere}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        th,td{padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
        th{color:var(--soft);font-weight:600}
        th [lang=en]{display:block}
        code,pre,.hex{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.82em}
        .hex{overflow-wrap:anywhere}
        td:last-child{padding-right:0}
        td.hex{width:64ch;font-size:.72em;line-height:2.25;white-space:nowrap}
        pre{margin:.4rem 0 .9rem;padding:.6rem .8rem;white-space:pre-wrap;overflow-wrap:anywhere;
        background:#f4efe5;border-radius:.3rem}
        @media(max-width:51rem){td.hex{width:32ch;font-size:.82em;line-height:1.4;white-space:normal;word-break:break-all}}
        @media(max-width:34rem){td.hex{width:16ch}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}body{padding:.7rem}}
        @media print{body{max-width:none;padding:0;font-size:10pt;background:#fff;color:#000}
        .grade,.rehearsal,pre{background:#fff;color:#000;border:1px solid #000}
        td.hex{width:64ch;font-size:7pt;line-height:2;white-space:nowrap}.wide{overflow:visible}
        .rehearsal [lang=en],[lang=en],th,dt{color:#000}h2,h3{break-after:avoid}tr,li,dt,dd,pre{break-inside:avoid}
        @page{margin:18mm 16mm}}

        """
}
