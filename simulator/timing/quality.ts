/** What a frame's qualities say of a channel: its flag, or that none is sent. */
export const goodQuality = 1;
export const badQuality = 0;
export const qualityNotSent = 255;
