export { withinPerimeter, type Perimeter } from '../kernel/perimeter.ts';
