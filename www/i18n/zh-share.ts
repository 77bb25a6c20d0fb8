/** 分享用的词句：对话框里的，和写进文件里的。 */
import type { Strings } from './en.js';

export const share: Strings['share'] = {
  title: '分享',
  close: '关闭',
  tabs: { link: '链接', embed: '嵌入', picture: '图片', data: '数据', code: '代码', cite: '引用' },
  parts: '分享的方式',

  linkLabel: '这个状态的链接',
  linkHint: '打开它，看到的就是这幅图，连噪声都一样。',
  openLink: '打开',
  qr: '链接的二维码',
  qrLarge: '铺满屏幕',
  qrLong: '链接太长，放不进二维码：把类别名称改短，或去掉留影，就有地方了。',

  page: '网页的地址',
  pageBad: '不是网址（https://…），仍用原来的。',
  pageFile: '这一份是本机上的文件。请填一个网上的地址，别人才打得开链接。',
  opens: '打开时显示',
  wholePage: '整个网页',
  alone: (view) => `只显示${view}，供投影`,
  language: '语言',
  theme: '配色',
  auto: { lang: '随所在的网页', theme: '随读者的系统', here: '与本页相同' },
  languages: { en: 'English', zh: '中文' },
  themes: { light: '浅色', dark: '深色' },
  view: '图',
  preview: '预览',
  previewHint: '这是活的预览，在里面做什么都不影响外面。',

  controls: '要显示的控件',
  control: {
    tau: '温度', play: '播放', one: '抽一次', thousand: '抽一千次', n: '次数 N', k: '类别数', entry: 'logits 或概率',
    logits: '各个 logit', preset: '预设', list: '列表', seed: '种子', speed: '速度', pin: '留影', reset: '清零', undo: '撤销',
  },
  tagLabel: '标签，放进自己的网页',
  tagHint: (file) => `不准用脚本的地方会改为显示图片 ${file}，请把它放在网页旁边。`,
  tagPicture: '下载那幅图片',
  frameLabel: 'iframe，用在只准用它的地方',
  frameTitle: (view) => `${view}，Gumbel-Softmax 探索器`,

  copy: '复制',
  copied: '已复制',
  copiedWhat: (what) => `已复制：${what}`,
  selected: '浏览器不让网页复制。文字已经选中，请按 Ctrl+C 或 ⌘C。',
  download: '下载',

  pictureHint: '带标题、坐标轴和图例，链接也写在文件里。',
  scale: 'PNG 的大小',
  scaleOf: (scale, width, height) => `${scale} 倍（${width} × ${height} 像素）`,
  png: '下载 PNG',
  svg: '下载 SVG',

  samples: '样本',
  samplesHint: (f, most, n) =>
    '每个样本一行：各类别的 u、噪声 g、加噪声的 logit、软样本和硬样本。' +
    (n > most ? `只有前 ${f.count(most)} 个，共 ${f.count(n)} 个。` : `共 ${f.count(n)} 个，全在这里。`),
  summary: '汇总',
  summaryHint: '每个类别一行：logit、π、次数、频率、y 的均值及其标准误、E[y]；χ² 检验写在文件头。',
  samplesButton: '下载样本（CSV）',
  summaryButton: '下载汇总（CSV）',

  writing: '正在写文件…',

  program: '编程语言',
  programs: { numpy: 'NumPy', pytorch: 'PyTorch', jax: 'JAX', rust: 'Rust' },
  programLabel: (name) => `这个状态的 ${name} 代码`,
  programComments: (f, link, n, drawn) => [
    `Gumbel-Softmax：状态见 ${link}`,
    '打印每类硬样本的频率和软样本的均值。',
    '随机数发生器与网页的不同：频率相符，单次抽样不同。',
    ...(drawn === n ? [] : [n === 0 ? `网页上还没有抽样，这里抽 ${f.count(drawn)} 次。` : `网页上抽了 ${f.count(n)} 次，这里抽 ${f.count(drawn)} 次。`]),
  ],

  citeLabel: '本页和两篇论文的 BibTeX',

  setting: (f, s) =>
    `logits ${s.logits.map((l) => f.short(l, 6)).join(', ')} · ` +
    `${s.tau === null ? 'argmax，极限 τ → 0' : `τ = ${f.short(s.tau, 6)}`} · 种子 ${s.seed} · N = ${f.count(s.shown)}`,
  legend: {
    noise: () => '实心：抽到的噪声。曲线：Gumbel(μ, β) 的密度 f 和分布函数 F。标记：一次抽样，从 u 横着到 F，再落到 x。',
    draw: () => '自上而下：均匀数 u，噪声 g，logit l（空心）与和 l + g，软样本 y（实心）与旁边的硬样本（空心）。',
    simplex: (s) => {
      const lost = (s.k > 3 ? s.triple : s.logits.map((_, k) => k)).some((k) => s.logits[k] === -Infinity);
      const dots = '点：软样本 y，记号表示胜出的类别。';
      if (s.tau === null) return `${dots}取 argmax 时都落在角上。`;
      if (s.k === 2) return `${dots}曲线和色带：密度的对数。虚线：胜者在此易位。`;
      return lost
        ? `${dots}有的类别不可能胜出，三角形只剩一条边或一个角。`
        : `${dots}颜色：密度的对数。浅色线：胜者在此易位。`;
    },
    histogram: () => '实心：抽出来的。空心框、菱形和曲线：应有的值。灰带：两倍标准误。',
  },
};
