/// The looks of drawings and pages, for light and dark surroundings.
///
/// Neither custom properties nor child selectors: programs that draw SVG outside of a browser know neither, and text
/// in a style element must read the same in HTML and in XML.
enum Stylesheet {
  private static let fonts =
    "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue','Liberation Sans',Arial,sans-serif"

  /// For an SVG file.
  static let drawing = """
    .plot text{font-family:\(fonts);font-size:12px}
    .plot .heading{font-size:13.5px;font-weight:600}
    .plot .legend{font-size:12.5px}
    .plot .tick{font-size:11.5px;font-variant-numeric:tabular-nums}
    .plot .cell{font-size:11.5px;font-variant-numeric:tabular-nums}
    .plot .middle{text-anchor:middle}
    .plot .end{text-anchor:end}
    .plot .grid,.plot .axis{stroke-width:1}
    .plot .reference{stroke-width:1.5;stroke-dasharray:5 4;fill:none}
    .plot .curve{stroke:currentColor;stroke-width:2;fill:none;stroke-linejoin:round;stroke-linecap:round}
    .plot .dashed{stroke-dasharray:7 5}
    .plot .dotted{stroke-dasharray:1 5}
    .plot .mark{fill:currentColor;stroke-width:1.2}
    .plot .stroke{stroke:currentColor;stroke-width:2.2;stroke-linecap:round}
    .plot .bar{stroke:currentColor;stroke-width:1.4}
    .plot .whisker{stroke-width:1.4}
    .plot .fill{fill:currentColor}
    .plot .band{fill:currentColor;fill-opacity:0.18}
    \(Theme.light.drawing)
    @media (prefers-color-scheme:dark){
    \(Theme.dark.drawing)
    }
    """

  /// For a page.
  static let page = """
    :root{color-scheme:light dark}
    *{box-sizing:border-box}
    body{margin:0;font:16px/1.55 \(fonts);-webkit-text-size-adjust:100%}
    main{max-width:1240px;margin:0 auto;padding:0 clamp(14px,3vw,36px) 48px}
    header{padding:32px 0 8px}
    h1{font-size:clamp(24px,4vw,34px);line-height:1.2;margin:0 0 8px;letter-spacing:-0.01em;text-wrap:balance}
    h2{font-size:22px;line-height:1.25;margin:0 0 6px;text-wrap:balance}
    h3{font-size:16px;margin:20px 0 6px}
    h4{font-size:14px;margin:14px 0 4px}
    p{margin:0 0 10px;max-width:78ch}
    .lead{font-size:17px}
    .setup{font-size:15px}
    section{border-top:1px solid;padding:30px 0 10px;margin-top:22px}
    nav{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:15px;padding:6px 0}
    figure{margin:18px 0 0}
    figcaption{font-size:14px;max-width:90ch;margin-top:8px}
    .panels{display:grid;gap:20px 22px;align-items:start}
    .panels svg{width:100%;height:auto;display:block}
    .of1{grid-template-columns:minmax(0,1fr)}
    .of2{grid-template-columns:repeat(auto-fit,minmax(min(100%,380px),1fr));max-width:1000px}
    .of3{grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr))}
    .of4{grid-template-columns:repeat(auto-fit,minmax(min(100%,240px),1fr))}
    .legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 20px;margin:0 0 12px;padding:0;font-size:14px}
    .legend svg{vertical-align:-1px;margin-right:4px}
    details{border:1px solid;border-radius:8px;padding:8px 14px;margin:12px 0;font-size:14px}
    summary{cursor:pointer}
    .wide{overflow-x:auto}
    table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums;margin:6px 0 10px}
    th,td{text-align:left;padding:5px 16px 5px 0;border-bottom:1px solid;vertical-align:top}
    td{white-space:nowrap}
    th{font-weight:600}
    .verdict{font-weight:650;white-space:nowrap}
    .claims{list-style:none;margin:14px 0 0;padding:0;display:grid;gap:12px;align-items:stretch}
    .claims{grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr))}
    .glance{list-style:none;margin:0;padding:0;font-size:15px}
    .glance li{display:grid;grid-template-columns:64px minmax(0,1fr) 20em;gap:2px 16px;border-top:1px solid}
    .glance li{padding:6px 0}
    @media (max-width:760px){.glance li{grid-template-columns:52px minmax(0,1fr)}.glance .verdict{grid-column:2}}
    .card{border-radius:10px;padding:14px 18px}
    .card p{margin:0 0 4px}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,150px),1fr));gap:12px;margin:18px 0}
    .tiles b{display:block;font-size:26px;line-height:1.2;font-weight:650}
    .tiles span{font-size:14px}
    code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:13px;border-radius:5px}
    code{padding:1px 5px;overflow-wrap:anywhere}
    footer{border-top:1px solid;margin-top:30px;padding-top:14px;font-size:14px}
    @media print{details{break-inside:avoid}section{break-inside:avoid}}
    \(drawing)
    \(Theme.light.page)
    @media (prefers-color-scheme:dark){
    \(Theme.dark.page)
    }
    """
}
