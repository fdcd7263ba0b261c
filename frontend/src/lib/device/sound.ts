/** One audio context for the page. Browsers let it sound only if a tap has started it: "Find an opponent" does. */

const NOTES: readonly (readonly [hertz: number, at: number])[] = [
  [660, 0],
  [880, 0.18],
  [1320, 0.36],
];
let audio: AudioContext | undefined;

/** To be called in a tap. A phone without sound stays silent. */
export function armSound(): void {
  try {
    audio ??= new AudioContext();
    void audio.resume().catch(() => undefined);
  } catch {
    // no audio device
  }
}

/** Three rising notes, if the sound is armed. */
export function playTone(): void {
  if (audio?.state !== "running") return;
  for (const [hertz, at] of NOTES) {
    const from = audio.currentTime + at;
    const tone = new OscillatorNode(audio, { type: "triangle", frequency: hertz });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setTargetAtTime(0.5, from, 0.01);
    volume.gain.setTargetAtTime(0, from + 0.14, 0.08);
    tone.connect(volume).connect(audio.destination);
    tone.start(from);
    tone.stop(from + 0.8);
  }
}
