/** Clipboards as Word, a web page, a mail and a spreadsheet write them: their manners, with words of our own. */
export const word = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-parent:""; margin:0cm; font-family:"Calibri",sans-serif; color:red} --></style>
</head><body lang=FR style='tab-interval:35.4pt'><!--StartFragment-->
<h1 style='margin-top:12.0pt'><span style='font-family:"Marianne";color:#000091'>Les priorités<o:p></o:p></span></h1>
<p class=MsoNormal style='text-align:justify'><span style='font-size:11.0pt;color:red;mso-fareast-language:EN-US'>Vous
veillerez à <b style='mso-bidi-font-weight:normal'>coordonner</b> les <i>services</i>, selon
<a href="https://www.drogues.gouv.fr/" title="x"><span style='color:blue'>le plan</span></a><a
style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span
style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a>.<span
class=MsoCommentReference><span style='font-size:8.0pt'><a class=msocomanchor id="_anchor_1"
href="#_msocom_1" name="_msoanchor_1">[CM1]</a></span></span><o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-bidi-font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Prévenir<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span></span><![endif]>à l’école</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>Soigner</p>
<p class=MsoNormal>Puis&nbsp;:</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>3.<span>&nbsp;
</span></span><![endif]>Évaluer</p>
<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'>
<tr style='mso-yfti-irow:0'><td width=200 colspan=2 style='width:150.2pt;background:#DDD'><p class=MsoNormal
align=center><b>Région<o:p></o:p></b></p></td><td rowspan=2><p class=MsoNormal>AE</p></td></tr>
<tr><td><p class=MsoNormal>Bretagne</p></td><td><table><tr><td>Ille</td><td>Vilaine</td></tr></table></td></tr></table>
<p class=MsoNormal><span style='mso-no-proof:yes'><!--[if gte vml 1]><v:shape id="Image_1" style='width:50pt'><v:imagedata
src="file:///C:/Temp/clip_image001.png"/></v:shape><![endif]--><![if !vml]><img width=60 height=40
src="file:///C:/Temp/clip_image002.jpg" v:shapes="Image_1"><![endif]></span></p>
<div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%">
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1"
name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> Adopté en <i>2023</i>.<o:p></o:p></p></div></div>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>À revoir</p></div></div>
<!--EndFragment--></body></html>`;

export const webPage = `<meta charset='utf-8'><div class="content" style="color: rgb(22, 22, 22); font-family: Marianne">
<script>alert(1)</script><h5 onclick="alert(2)">Un <font color="red" face="Arial">titre</font></h5>
<div>Un <span style="font-weight: 700">mot</span> et <span style="font-style:italic">un autre</span>,
<a href="javascript:alert(3)">un piège</a>, <a href="/relatif">un chemin</a>, <a href="https://a.example/x" onmouseover="x()" target="_blank">un lien</a>.</div>
<p style="display:none">caché</p><blockquote><p>Une citation, 12 m<sup>2</sup>.</p></blockquote>
<ul><li>un<ul><li>dans un</li></ul></li><li><p>deux</p></li></ul><ol start="4"><li>quatre</li></ol>
<svg><text>dessin</text></svg><img src="https://a.example/pixel.gif" width="1" height="1"><iframe src="https://a.example/"></iframe>
<form><input value="x"><button>Envoyer</button></form><pre>ligne 1</pre><dl><dt>terme</dt><dd>sens</dd></dl></div>`;

export const googleDocs = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"
style="line-height:1.38"><span style="font-size:11pt;font-weight:400">Un paragraphe, </span><span
style="font-size:11pt;font-weight:700;background-color:#ffff00">gras</span></p><br /><ul style="padding-inline-start:48px"><li
dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>un point</span></p></li></ul></b><br class="Apple-interchange-newline">`;

export const spreadsheet = `<html><body><table border="0" style='border-collapse:collapse'><colgroup><col width=80></colgroup>
<caption>Crédits</caption><thead><tr><th scope="col">Région</th><th>AE</th></tr></thead><tbody><tr><td class=xl65>Corse</td>
<td align=right x:num="1200">1 200</td></tr><tr><td colspan=2><ul><li>un</li><li>deux</li></ul><h3>total</h3></td></tr></tbody></table></body></html>`;
