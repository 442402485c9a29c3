import { DARK, declarations, LIGHT } from "./theme";

/** The page's own colours, beside those of its pictures. */
const PAGE = {
  light:
    "--page:#f6f7f9;--card:#ffffff;--ink:#1b2430;--muted:#556070;--line:#dfe4ea;--accent:#0b6aa8;--good:#0b6aa8;--bad:#b04a05",
  dark: "--page:#0d1217;--card:#141b23;--ink:#e8edf3;--muted:#a3b0bf;--line:#2d3845;--accent:#62b5ec;--good:#62b5ec;--bad:#f0955a",
};

/** The one style of a report's page. */
export const STYLE = `
:root{color-scheme:light dark;${PAGE.light};${declarations(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${PAGE.dark};${declarations(DARK)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--page);color:var(--ink);font:400 1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.wrap{max-width:58rem;margin:0 auto;padding:0 1.25rem}
h1,h2,h3{font-family:Charter,"Bitstream Charter","Iowan Old Style","Palatino Linotype",Georgia,serif;font-weight:600;line-height:1.2;text-wrap:balance}
h1{font-size:clamp(2.1rem,6vw,3.4rem);margin:.3rem 0 .4rem;letter-spacing:-.015em}
h2{font-size:clamp(1.55rem,4vw,2rem);margin:0 0 .6rem;letter-spacing:-.01em}
h3{font-size:1.15rem;margin:0 0 .15rem}
p{margin:0 0 .8rem;max-width:42rem;text-wrap:pretty;overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:.15em}
a:focus-visible,[tabindex]:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
.over{margin:0;color:var(--accent);font-size:.8rem;font-weight:650;letter-spacing:.09em;text-transform:uppercase}
.period{font-size:1.2rem;color:var(--muted);margin:0}
header.cover{padding-block:clamp(2.5rem,8vw,5rem) 2rem}
.key{display:grid;grid-template-columns:repeat(4,1fr);gap:1.5rem;margin:2.2rem 0 0;padding:1.4rem 0 0;border-top:2px solid var(--ink)}
.key div{display:flex;flex-direction:column}
.key dt{order:2;font-weight:600;font-size:.92rem;line-height:1.35}
.key dd{margin:0}
.key .value{order:1;font:600 clamp(1.5rem,3.6vw,2.1rem)/1.15 Charter,"Bitstream Charter",Georgia,serif;font-variant-numeric:lining-nums;margin-bottom:.25rem}
.key .note{order:3;color:var(--muted);font-size:.85rem;line-height:1.4;margin-top:.1rem}
nav{border-block:1px solid var(--line);font-size:.92rem}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;padding-block:.7rem}
nav a{text-decoration:none;color:var(--muted);display:inline-block;padding:.15rem 0}
nav a:hover{color:var(--accent);text-decoration:underline}
section{padding:2.6rem 0 .6rem}
section+section{border-top:1px solid var(--line)}
.summary ul{margin:0;padding:0;list-style:none;max-width:46rem}
.summary li{padding:.55rem 0 .55rem 1.2rem;border-left:3px solid var(--line);margin-bottom:.35rem}
figure{margin:1.6rem 0 0;background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1.2rem 1.3rem 1rem;overflow:hidden}
figure svg{display:block;width:100%;height:auto;margin:.9rem 0 .2rem}
figure svg.narrow{display:none}
figcaption p{color:var(--muted);font-size:.88rem;line-height:1.5;margin:.1rem 0 0;max-width:46rem}
.scroll{overflow-x:auto;margin:.9rem -1.3rem -1rem;padding:0 1.3rem 1rem}
details{margin-top:.8rem;border-top:1px solid var(--line);padding-top:.6rem}
summary{cursor:pointer;font-size:.88rem;color:var(--accent);font-weight:550;padding:.15rem 0}
table{border-collapse:collapse;width:100%;font-size:.84rem;line-height:1.4;font-variant-numeric:tabular-nums lining-nums}
th{text-align:left;vertical-align:bottom;font-weight:600;color:var(--muted);font-size:.76rem;line-height:1.3;padding:.35rem .8rem .45rem 0;border-bottom:1px solid var(--muted)}
td{vertical-align:top;padding:.45rem .8rem .45rem 0;border-bottom:1px solid var(--line)}
tr:last-child td{border-bottom:0}
th:last-child,td:last-child{padding-right:0}
.n{text-align:right;white-space:nowrap}
.t{white-space:nowrap}
th.n,th.t{white-space:normal}
.x,.w{overflow-wrap:break-word;max-width:20rem}
.w{min-width:12rem}
.a,.h{font:.76rem/1.4 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
th.a,th.h{font:inherit;font-size:.76rem;font-weight:600}
.a{min-width:21ch;max-width:22ch}
.a b{display:block;font:600 .84rem/1.4 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
.h{white-space:nowrap}
.none{color:var(--muted);font-size:.9rem;margin:.6rem 0 0}
.passed,.rejected{font-weight:600}
.passed{color:var(--good)}
.rejected{color:var(--bad)}
footer{border-top:1px solid var(--line);margin-top:2.5rem;padding:1.4rem 0 3rem;color:var(--muted);font-size:.84rem;overflow-wrap:anywhere}
@media (max-width:40rem){
body{font-size:1rem}
.key{grid-template-columns:1fr 1fr;gap:1.4rem 1rem}
figure{margin-inline:-.5rem;padding:1rem .95rem .8rem}
.scroll{margin:.8rem -.95rem -.8rem;padding:0 .95rem .8rem}
figure svg.wide{display:none}
figure svg.narrow{display:block}
section{padding-top:2rem}
}
@media print{
:root{color-scheme:light;${PAGE.light};${declarations(LIGHT)}}
body{background:#fff;font-size:10pt}
nav{display:none}
.wrap{max-width:none}
figure{break-inside:avoid;border:0;padding:0}
figure:has(tr:nth-child(12)){break-inside:auto}
.scroll{overflow:visible;margin:.6rem 0 0;padding:0}
table{font-size:7.5pt}
tr,h2,h3,figcaption{break-inside:avoid}
h2,h3,figcaption{break-after:avoid}
details::details-content{content-visibility:visible;block-size:auto}
summary{list-style:none;color:var(--muted)}
}
`;
