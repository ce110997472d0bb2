/** 0 degrees Celsius in kelvin. */
export const zeroCelsiusK = 273.15;
